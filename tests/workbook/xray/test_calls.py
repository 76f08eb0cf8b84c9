"""Functions that call themselves, or run over and over: what is shown of them stays small."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from workbook import serve, trace
from workbook.xray.record.log import Log


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
def test_many_calls(endpoint: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, look = [], Log._look
    monkeypatch.setattr(Log, "_look", lambda *arguments: (looks.append(1), look(*arguments))[1])
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        assert client.get("/").json() == endpoint()
        picture = trace(client.get, "/")
    assert len(looks) < 100
    assert len(picture.entries) < 60
    assert len(picture._repr_html_().encode()) < 60_000
