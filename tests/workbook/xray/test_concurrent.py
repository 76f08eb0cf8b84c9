"""Tasks that take turns: each line, and each value, is its own function's."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from tests.shared.odd_apps import titles
from tests.shared.pictures import steps, values
from workbook import Server, serve, trace

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


def test_tasks_that_take_many_turns_are_counted(server: Server) -> None:
    picture = trace(server.post, "/many-turns")
    assert (picture.response.json(), picture.troubles) == ("done", [])
    assert len(picture.entries) < 60
