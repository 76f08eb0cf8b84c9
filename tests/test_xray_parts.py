"""An app in parts: routers, mounted apps, decorators, streams."""

from collections.abc import Callable, Iterator
from functools import wraps

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from odd_apps import titles

from workbook import Server, serve, trace

app, router, part = FastAPI(), APIRouter(), FastAPI()


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


app.include_router(router, prefix="/router")
app.mount("/part", part)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "title", "line"),
    [
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
