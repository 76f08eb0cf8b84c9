"""Asynchronous endpoints, generators, middleware, nested dependencies and apps in parts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import wraps

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from workbook import Server, Trace, serve, trace
from workbook.xray.world import Answer, Header, Step, Value

app, router, part = FastAPI(), APIRouter(), FastAPI()


def outer() -> int:
    found = 0
    return found + 1


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


@app.get("/stream")
def streams() -> StreamingResponse:
    chunks = (f"{n}\n" for n in range(100))
    return StreamingResponse(chunks)


def twice(function: Callable) -> Callable:
    @wraps(function)
    def wrapper(*arguments: object, **options: object) -> object:
        result = function(*arguments, **options)
        return [result, result]

    return wrapper


def work(numbers: list[int]) -> None:
    numbers.append(1)


@app.get("/background")
def background(tasks: BackgroundTasks) -> str:
    tasks.add_task(work, [])
    return "started"


@app.get("/wrapped")
@twice
def wrapped() -> str:
    word = "yes"
    return word.lower()


@router.get("/")
def routed() -> str:
    word = "router"
    return word.lower()


@part.get("/")
def mounted() -> str:
    word = "part"
    return word.lower()


@app.middleware("http")
async def add_header(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    response.headers["x-seen"] = "yes"
    return response


app.include_router(router, prefix="/router")
app.mount("/part", part)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def titles(found: Trace) -> list[str]:
    return [e.title for e in found.entries if isinstance(e, Header)]


def values(found: Trace) -> dict[tuple[str, str], str]:
    """Return each value by its line and the variable's name."""
    steps = [each for each in found.entries if isinstance(each, Step)]
    changes = [(s.source, c) for s in steps for phase in s.phases for c in phase.changes]
    return {(s, c.label): c.after.text for s, c in changes if isinstance(c.after, Value)}


def test_an_asynchronous_endpoint(server: Server) -> None:
    found = trace(server.get, "/async")
    assert (found.response.json(), found.response.headers["x-seen"]) == (7, "yes")
    assert titles(found)[:3] == ["outer()", "inner(value=1)", "waits(value=2)"]
    assert values(found)["total = fetched + value", "total"] == "7"
    assert found.troubles == []


def test_what_an_awaiting_line_gets_is_its_own(server: Server) -> None:
    found = trace(server.get, "/async")
    assert values(found)["fetched = await fetch()", "fetched"] == "5"
    assert "(no line of yours)" not in repr(found)


def test_to_wait_is_not_to_hand_over(server: Server) -> None:
    assert repr(trace(server.get, "/async")).count("The function pauses here") == 1
    assert "goes on after the endpoint" not in repr(trace(server.get, "/generator"))


@pytest.mark.parametrize(
    ("path", "title", "line"),
    [
        ("/generator", "count(number=3)", "total = 0"),
        ("/wrapped", "wrapped()", "word = 'yes'"),
        ("/router/", "routed()", "word = 'router'"),
        ("/part/", "mounted()", "word = 'part'"),
        ("/stream", "streams()", "chunks"),
    ],
)
def test_it_is_followed(server: Server, path: str, title: str, line: str) -> None:
    plain = server.get(path)
    found = trace(server.get, path)
    assert found.response.content == plain.content
    assert title in titles(found)
    assert line in repr(found).replace('"', "'")


def test_background_work_is_awaited(server: Server) -> None:
    found = trace(server.get, "/background")
    assert (found.response.json(), found.troubles) == ("started", [])
    assert isinstance(found.entries[-1], Answer)
