"""What a trace costs: its time beside that of the request, and the size of the picture."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from tests.shared.expenses import LUNCH, store
from tests.shared.heroes import Hero, app_of, engine_in
from workbook import Server, serve, trace

PACKAGES = ["before_dict_json", "after_session"]
REQUESTS = [
    ("POST", "/expenses", LUNCH),
    ("GET", "/expenses", None),
    ("GET", "/expenses/1", None),
    ("PATCH", "/expenses/1", {"amount": 3}),
    ("DELETE", "/expenses/1", None),
    ("GET", "/summary", None),
]
LONG = ["PATCH /heroes/", "GET /heroes/", "GET /teams/1/heroes", "POST /heroes/many?number=1000"]
KILOBYTE = 1_000


def median(call: Callable[[], object], times: int = 9) -> float:
    """Return the processor's seconds, of all threads: those of a clock grow on a busy machine."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: f"{each[0]} {each[1]}")
def test_three_times_the_request_or_20_ms(package: str, request_: tuple) -> None:
    method, path, body = request_
    with serve(package) as server:

        def prepared(send: Callable) -> Callable[[], object]:
            return lambda: send(server.request, method, path, json=body)

        def plainly(send: Callable, *arguments: object, **options: object) -> object:
            return send(*arguments, **options)

        for _ in range(3):
            server.post("/expenses", json=LUNCH)
        plain, traced = median(prepared(plainly)), median(prepared(trace))
    assert traced - plain < max(3 * plain, 0.020), (plain, traced)


@contextmanager
def heroes(folder: Path) -> Iterator[Server]:
    engine = engine_in(folder)
    with Session(engine) as session:
        session.add_all([Hero(name=f"hero {n}", team_id=1) for n in range(1_000)])
        session.commit()
    with serve(app_of(engine)) as server:
        yield server
    engine.dispose()


@pytest.mark.parametrize("request_", LONG)
def test_a_thousand_objects(tmp_path: Path, request_: str) -> None:
    method, path = request_.split()
    with heroes(tmp_path) as server:
        plain = median(lambda: server.request(method, path), 3)
        traced = median(lambda: trace(server.request, method, path), 3)
        found = trace(server.request, method, path)
    assert found.troubles == []
    assert traced - plain < 0.2
    assert len(found._repr_html_().encode()) < 60 * KILOBYTE
    assert max(map(len, repr(found).splitlines())) < 5_000


@pytest.mark.parametrize("package", PACKAGES)
def test_a_thousand_expenses(package: str) -> None:
    with serve(package) as server:
        store(server, 1_000)
        assert len(server.get("/expenses").json()) == 1_000
        for path in ("/expenses", "/summary"):
            plain = median(lambda path=path: server.get(path), 3)
            traced = median(lambda path=path: trace(server.get, path), 3)
            assert traced - plain < 0.2
            assert len(trace(server.get, path)._repr_html_().encode()) < 60 * KILOBYTE


def fib(n: int) -> int:
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def depth(n: int) -> int:
    return 0 if n == 0 else 1 + depth(n - 1)


def numbers() -> Iterator[int]:
    for number in range(1_000):
        half = number / 2
        yield int(half)


def recursive() -> int:
    return fib(12)


def deep() -> int:
    return depth(300)


def generator() -> int:
    total = 0
    for number in numbers():
        total += number
    return total


def nested() -> int:
    total = 0
    for first in range(30):
        for second in range(30):
            total += depth(first % 3)
            total += second
    return total


@pytest.mark.parametrize("endpoint", [recursive, deep, generator, nested])
def test_many_calls(endpoint: Callable) -> None:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        plain = median(lambda: client.get("/"), 3)
        traced = median(lambda: trace(client.get, "/"), 3)
        found = trace(client.get, "/")
    assert found.response.json() == endpoint()
    assert traced - plain < 0.2
    assert len(found._repr_html_().encode()) < 60 * KILOBYTE
