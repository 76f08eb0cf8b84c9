"""An app in parts: routers, mounted apps, decorators, streams."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import wraps
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Body, FastAPI, Request
from fastapi.responses import StreamingResponse
from odd_apps import titles
from starlette.types import Receive, Scope, Send

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


class Wrapper:
    def __init__(self, app: Callable) -> None:
        self.wrapped = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.wrapped(scope, receive, send)


def function_around(app: Callable) -> Callable:
    async def forward(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    return forward


def hiding(app: Callable) -> Callable:
    async def forward(scope: Scope, receive: Receive, send: Send) -> None:
        await app(dict(scope), receive, send)

    return forward


@pytest.mark.parametrize("wrap", [Wrapper, function_around])
def test_an_app_with_something_wrapped_around_it_is_followed(wrap: Callable) -> None:
    with serve(wrap(app)) as client:
        followed = trace(client.get, "/router/")
    assert (followed.response.json(), followed.troubles) == ("router", [])
    assert titles(followed) == ["routed()"]


def test_an_app_that_is_hidden_is_answered_for_and_the_picture_says_so() -> None:
    with serve(hiding(app)) as client:
        hidden = trace(client.get, "/router/")
    assert hidden.response.json() == "router"
    assert hidden.troubles == [
        "the app's functions are not known: it is hidden by what is wrapped around it"
    ]


def test_the_server_of_somebody_else_is_not_reached() -> None:
    with serve(app) as client, httpx.Client(base_url=client.base_url, trust_env=False) as theirs:
        assert trace(theirs.get, "/wrapped").troubles == []  # another client, our server
    theirs = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    elsewhere = trace(theirs.get, "http://example.org/")
    assert elsewhere.response.status_code == 200
    assert elsewhere.troubles == ["the request did not reach an app of this process"]


def test_what_an_app_makes_at_its_start_lives_until_its_end() -> None:
    happened = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, str]]:
        happened.append("start")
        yield {"word": "made at the start"}
        happened.append("end")

    living = FastAPI(lifespan=lifespan)

    @living.get("/")
    def word(request: Request) -> str:
        return request.state.word

    with serve(function_around(living)) as client:
        assert happened == ["start"]
        assert client.get("/").json() == "made at the start"
    assert happened == ["start", "end"]


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
