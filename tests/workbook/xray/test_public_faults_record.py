"""An error that is thrown into a dependency, or raised again, is drawn as what it is."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Header, Remark, Step

app = FastAPI()


class Loaf(BaseModel):
    grams: int


def get_oven() -> Iterator[str]:
    oven = "hot"
    yield oven


async def get_mill() -> AsyncIterator[str]:
    try:
        yield "turns"
    except HTTPException:
        raise


def get_table() -> Iterator[Session]:
    with Session(create_engine("sqlite://")) as table:
        yield table


@app.post("/table")
def laid(table: Annotated[Session, Depends(get_table)], loaf: Loaf) -> None:
    """Never run."""


@app.post("/refused")
def refused(oven: Annotated[str, Depends(get_oven)], loaf: Loaf) -> str:
    return oven


@app.get("/bearer")
def bearer(
    mill: Annotated[str, Depends(get_mill)], who: Annotated[Any, Depends(HTTPBearer())]
) -> str:
    return mill


@app.get("/answer", response_model=Loaf)
def answer(oven: Annotated[str, Depends(get_oven)]) -> Any:
    return {"grams": oven}


@contextmanager
def undoing() -> Iterator[None]:
    with suppress(KeyError):
        yield


@app.get("/again/{kind}")
def again(kind: str) -> str:
    try:
        with undoing():
            return {"a": "b"}[kind] if kind != "x" else str(1 // 0)
    except ArithmeticError:
        with suppress(KeyError):
            {}[kind]
        raise
    return "none"


@app.get("/not-mine")
def not_mine() -> int:
    try:
        return int("two")
    except KeyError:
        return 0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def failing(picture: Trace) -> list[tuple[str, bool]]:
    return [(e.source, e.passes) for e in picture.entries if isinstance(e, Step) and e.error]


def place(picture: Trace, kind: type, text: str) -> int:
    found = [i for i, e in enumerate(picture.entries) if isinstance(e, kind) and text in repr(e)]
    return found[0]


def test_an_error_thrown_into_a_dependency_passes_on(server: Server) -> None:
    picture = trace(server.post, "/refused", json={})
    assert failing(picture) == [("yield oven", True)]
    assert place(picture, Remark, "refused") < place(picture, Header, "get_oven() goes on")
    picture = trace(server.get, "/bearer")
    assert failing(picture) == [('yield "turns"', True), ("raise", False)]
    assert "a dependency refused" in repr(picture)
    picture = trace(server.get, "/answer")
    built = ("(FastAPI builds the response)", False)
    assert failing(picture) == [built, ("yield oven", True)]


def test_it_passes_on_through_the_with_around_the_yield(server: Server) -> None:
    picture = trace(server.post, "/table", json={})
    around = 'with Session(create_engine("sqlite://")) as table:'
    assert failing(picture) == [("yield table", True), (around, True)]
    assert repr(picture).count("The function pauses here") == 1
    assert "The session closes. No transaction is open: nothing is left to undo. The" in repr(
        picture
    )


def test_an_error_that_is_raised_again_is_drawn(server: Server) -> None:
    picture = trace(server.get, "/again/x")
    drawn = [(e.source, e.passes, e.error[:4]) for e in picture.entries if getattr(e, "error", "")]
    assert drawn[0][1:] == (False, "Zero")
    assert drawn[-1] == ("raise", False, "Zero")
    assert failing(trace(server.get, "/not-mine"))[1:] == [("except KeyError:", True)]
    assert trace(server.get, "/again/c").response.json() == "none"
    assert [source for source, _ in failing(trace(server.get, "/again/a"))] == []
