"""An app with something around it, which hides it or not, and what it makes at its start."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from starlette.types import Receive, Scope, Send

from tests.shared.odd_apps import titles
from workbook import serve, trace

app, router = FastAPI(), APIRouter(prefix="/router")


@router.get("/")
def routed() -> str:
    word = "router"
    return word.lower()


app.include_router(router)


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
    assert titles(followed)[1:] == ["routed()"]
    assert followed.entries[0].role == "middleware"


def test_an_app_that_is_hidden_is_followed_all_the_same() -> None:
    with serve(hiding(app)) as client:
        hidden = trace(client.get, "/router/")
    assert (hidden.response.json(), hidden.troubles) == ("router", [])
    assert titles(hidden)[1] == "routed()"


NOWHERE = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
"""


def test_of_an_app_without_a_file_the_picture_says_so() -> None:
    made: dict[str, Any] = {"__name__": "nowhere"}
    exec(NOWHERE, made)
    with serve(made["app"]) as client:
        unknown = trace(client.get, "/")
    assert unknown.response.status_code == 204
    assert unknown.troubles == [
        "the app's functions are not known: it is hidden by what is wrapped around it"
    ]


def test_the_server_of_somebody_else_is_not_reached() -> None:
    with serve(app) as client, httpx.Client(base_url=client.base_url, trust_env=False) as theirs:
        assert trace(theirs.get, "/router/").troubles == []  # another client, our server
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
