"""Asynchronous endpoints, generators, middleware and nested dependencies."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request, Response

from tests.shared.odd_apps import titles
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Answer, Step
from workbook.xray.snapshot import VariableState

app = FastAPI()


def outer() -> int:
    zero = 0
    return zero + 1


async def inner(value: int = Depends(outer)) -> AsyncIterator[int]:
    doubled = value * 2
    yield doubled
    await asyncio.sleep(0)


async def fetch() -> int:
    await asyncio.sleep(0)
    return 5


@app.get("/async")
async def waits(value: int = Depends(inner)) -> int:
    fetched = await fetch()
    total = fetched + value
    return total + 0


def count(number: int) -> Iterator[int]:
    for each in range(number):
        doubled = each * 2
        yield doubled


@app.get("/generator")
def sums() -> int:
    total = 0
    for each in count(3):
        total += each
    return total


def work(numbers: list[int]) -> None:
    numbers.append(1)


@app.get("/background")
def background(tasks: BackgroundTasks) -> str:
    tasks.add_task(work, [])
    return "started"


@app.middleware("http")
async def add_header(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    response.headers["x-seen"] = "yes"
    return response


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def values(picture: Trace) -> dict[tuple[str, str], str]:
    """Return each value by its line and the variable's name."""
    steps = [each for each in picture.entries if isinstance(each, Step)]
    changes = [(s.source, c) for s in steps for phase in s.phases for c in phase.changes]
    return {(s, c.label): c.after.text for s, c in changes if isinstance(c.after, VariableState)}


def test_an_asynchronous_endpoint(server: Server) -> None:
    picture = trace(server.get, "/async")
    assert (picture.response.json(), picture.response.headers["x-seen"]) == (7, "yes")
    around, *rest = titles(picture)
    assert around == "add_header()"
    assert rest[:3] == ["outer()", "inner(value=1)", "waits(value=2)"]
    assert values(picture)["total = fetched + value", "total"] == "7"
    assert picture.troubles == []


def test_what_an_awaiting_line_gets_is_its_own(server: Server) -> None:
    picture = trace(server.get, "/async")
    assert values(picture)["fetched = await fetch()", "fetched"] == "5"
    assert "(no line of yours)" not in repr(picture)


def test_to_wait_is_not_to_hand_over(server: Server) -> None:
    assert repr(trace(server.get, "/async")).count("The function pauses here") == 1
    assert "goes on further below" not in repr(trace(server.get, "/generator"))


def test_background_work_is_awaited(server: Server) -> None:
    picture = trace(server.get, "/background")
    assert (picture.response.json(), picture.troubles) == ("started", [])
    *_, answer, header, step = [each for each in picture.entries if "add_header" not in str(each)]
    assert isinstance(answer, Answer)
    assert (header.title, header.role) == ("work(numbers=[])", "background task")
    assert step.source == "numbers.append(1)"
