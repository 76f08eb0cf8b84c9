"""An app in parts: routers, mounted apps, decorators, streams."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Annotated

import pytest
from fastapi import APIRouter, Body, FastAPI
from fastapi.responses import StreamingResponse

from tests.shared.odd_apps import titles
from workbook import Server, serve, trace

app, router, part = FastAPI(), APIRouter(), FastAPI()


@app.get("/stream")
def streams() -> StreamingResponse:
    chunks = (f"{n}\n" for n in range(100))
    return StreamingResponse(chunks)


@app.post("/long")
def long(letters: Annotated[str, Body(embed=True)]) -> StreamingResponse:
    return StreamingResponse(letters[n : n + 700] for n in range(0, len(letters), 700))


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
    picture = trace(server.get, path)
    assert picture.response.content == plain.content
    assert title in titles(picture)
    assert line in repr(picture).replace('"', "'")


@pytest.mark.parametrize(
    ("letters", "end"),
    [
        ("x" * 2_000, "x" * 2_000),
        ("x" * 2_001, "x" * 2_000 + "… 2,001 bytes in all"),
        ("x" + "é" * 2_000, "x" + "é" * 999 + "… 4,001 bytes in all"),
    ],
)
def test_of_a_long_answer_the_beginning_is_shown(server: Server, letters: str, end: str) -> None:
    picture = trace(server.post, "/long", json={"letters": letters})
    assert picture.response.text == letters
    assert repr(picture).endswith(f"◀ 200   {end}")
    for html in (picture._repr_html_(), picture.folded()._repr_html_()):
        assert end in html.replace("<wbr>", "")


def test_of_a_long_request_the_beginning_is_shown(server: Server) -> None:
    first = repr(trace(server.post, "/long", json={"letters": "x" * 1_000})).splitlines()[0]
    assert first == f'▶ POST /long   {{"letters": "{"x" * 187}… 1,015 characters in all'
