"""Of a request that FastAPI refused, or a dependency, it is said that the endpoint never ran."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Answer, Remark

app, around = FastAPI(), FastAPI()


class Cup(BaseModel):
    size: int


@around.middleware("http")
async def go_on(request: Request, call_next: Any) -> Any:
    return await call_next(request)


@app.get("/halves/{size}")
def halves(size: int) -> float:
    return size / 2


def only_for_guests() -> None:
    raise HTTPException(403, "guests only")


@app.get("/guests", dependencies=[Depends(only_for_guests)])
def guests() -> None:
    pass


@app.get("/bearer", dependencies=[Depends(HTTPBearer())])
def bearer() -> None:
    pass


@app.post("/cups")
def make(cup: Cup) -> Cup:
    return cup


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def remarks(picture: Trace) -> list[str]:
    return [each.text for each in picture.entries if isinstance(each, Remark)]


def test_around_a_middleware_the_router_is_seen_all_the_same() -> None:
    with serve(around) as client:
        picture = trace(client.get, "/nothing")
    assert remarks(picture)[0] == "No endpoint ran: the app has no route for this path."


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/nothing", "No endpoint ran: the app has no route for this path."),
        ("DELETE", "/cups", "No endpoint ran: the app has this path, but not with this method."),
        ("GET", "/halves/x", "The endpoint did not run: FastAPI refused the request (path.size: "),
        ("POST", "/cups", "The endpoint did not run: FastAPI refused the request (body.size: "),
        ("GET", "/guests", "The endpoint did not run: only_for_guests(), line "),
        ("GET", "/bearer", "The endpoint did not run: a dependency refused the request (401: "),
    ],
)
def test_that_the_endpoint_never_ran_is_said(
    server: Server, method: str, path: str, said: str
) -> None:
    picture = trace(server.request, method, path, json={"size": "x"})
    assert [text[: len(said)] for text in remarks(picture)] == [said]
    assert isinstance(picture.entries[-1], Answer)
    assert picture.troubles == []


def test_of_an_endpoint_that_ran_nothing_of_the_kind_is_said(server: Server) -> None:
    assert remarks(trace(server.get, "/halves/2")) == []
