"""Threads that an endpoint starts, or has its work done in, are followed as what it calls."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from tests.shared.pictures import steps, values
from workbook import Server, serve, trace
from workbook.xray.entries import Header

app = FastAPI()
basket: dict[str, int] = {}


def weigh(name: str) -> int:
    grams = len(name)
    basket[name] = grams
    return grams


@app.post("/to-thread")
async def to_thread() -> int:
    first = await asyncio.to_thread(weigh, "pear")
    second = await run_in_threadpool(weigh, "fig")
    return first + second


@app.post("/thread")
def own_thread() -> int:
    basket.clear()
    worker = threading.Thread(target=weigh, args=("plum",))
    worker.start()
    worker.join()
    return basket["plum"]


@app.post("/pool")
def own_pool() -> int:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(weigh, "kiwi").result()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "names"),
    [("/to-thread", ["pear", "fig"]), ("/thread", ["plum"]), ("/pool", ["kiwi"])],
)
def test_what_an_endpoint_runs_in_threads(server: Server, path: str, names: list[str]) -> None:
    plain = server.post(path).json()
    picture = trace(server.post, path)
    assert (picture.response.json(), picture.troubles) == (plain, [])
    for name in names:
        assert values(picture, f"weigh(name='{name}')")["grams"] == str(len(name))
    assert {e.depth for e in picture.entries if isinstance(e, Header)} == {0, 1}
    assert threading.Thread.start.__module__ == "threading"


def test_a_line_that_another_thread_may_have_helped_says_so(server: Server) -> None:
    picture = trace(server.post, "/thread")
    (changed,) = [each for each in steps(picture) if each.source.startswith("basket[")]
    assert changed.note == "while own_thread() ran, too"
    (alone,) = [each for each in steps(trace(server.post, "/to-thread")) if "'fig'" in str(each)]
    assert alone.note == ""


def test_threads_that_meet_in_one_function(server: Server) -> None:
    both = threading.Barrier(2)

    def meet(number: int) -> int:
        both.wait(10)
        seen = [number]
        for each in range(50):
            seen.append(each)
        return len(seen)

    def endpoint() -> list[int]:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(meet, [1, 2]))

    meeting = FastAPI()
    meeting.get("/")(endpoint)
    with serve(meeting) as client:
        for _ in range(5):
            picture = trace(client.get, "/")
            assert (picture.response.json(), picture.troubles) == ([51, 51], [])
            assert len(picture._repr_html_()) > 0
