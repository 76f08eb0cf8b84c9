"""Tasks that take turns and threads side by side: each line, each value is its own function's."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from tests.shared.odd_apps import titles
from workbook import Server, Trace, serve, trace
from workbook.xray.snapshot import Header, Step, VariableState

app = FastAPI()
basket: dict[str, int] = {}


async def fill(name: str, turns: int) -> int:
    mine = name * 2
    await asyncio.sleep(0.01 * turns)
    basket[name] = turns
    await asyncio.sleep(0.05)
    own = f"{mine}!"
    return len(own)


@app.post("/turns")
async def turns() -> list[int]:
    basket.clear()
    sizes = await asyncio.gather(fill("a", 1), fill("b", 2))
    return list(sizes)


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


async def drip(name: str) -> None:
    for _ in range(300):
        await asyncio.sleep(0)


@app.post("/many-turns")
async def many_turns() -> str:
    await asyncio.gather(drip("a"), drip("b"))
    return "done"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def steps(picture: Trace) -> list[Step]:
    return [each for each in picture.entries if isinstance(each, Step)]


def values(picture: Trace, title: str) -> dict[str, str]:
    """Return the values that the variables of a call got."""
    calls = {e.call for e in picture.entries if isinstance(e, Header) and e.title == title}
    return {
        change.label: change.after.text
        for step in steps(picture)
        for phase in step.phases
        for change in phase.changes
        if step.call in calls and isinstance(change.after, VariableState)
    }


def test_two_tasks_that_take_turns(server: Server) -> None:
    picture = trace(server.post, "/turns")
    assert (picture.response.json(), picture.troubles) == ([3, 3], [])
    first, second = "fill(name='a', turns=1)", "fill(name='b', turns=2)"
    assert values(picture, first) == {"mine": "'aa'", "basket": "{'a': 1}", "own": "'aa!'"}
    assert values(picture, second) == {
        "mine": "'bb'",
        "basket": "{'a': 1, 'b': 2}",
        "own": "'bb!'",
    }
    assert {each.depth for each in steps(picture)} == {0}


def test_a_task_that_goes_on_after_another_has_a_header(server: Server) -> None:
    found = titles(trace(server.post, "/turns"))
    first, second = "fill(name='a', turns=1)", "fill(name='b', turns=2)"
    assert found[:3] == ["turns()", first, second]
    assert found[3:] == [
        f"{first} goes on",
        f"{second} goes on",
        f"{first} goes on",
        f"{second} goes on",
        "turns() goes on",
    ]


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


def test_tasks_that_take_many_turns_are_counted(server: Server) -> None:
    picture = trace(server.post, "/many-turns")
    assert (picture.response.json(), picture.troubles) == ("done", [])
    assert len(picture.entries) < 60


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
