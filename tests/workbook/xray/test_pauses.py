"""A function that hands a value over is said to go on only if it does."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI

from tests.shared.odd_apps import titles
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Step

app = FastAPI()
PAUSES = "The function pauses here and hands the value over. It goes on further below."
desk: list[str] = []


def lent() -> Iterator[str]:
    desk.append("lent")
    try:
        yield "book"
    finally:
        desk.append("back")


@app.get("/depends")
def depends(book: Annotated[str, Depends(lent)]) -> str:
    return book


def given() -> Iterator[str]:
    desk.append("given")
    yield "book"


@app.get("/taken")
def taken(book: Annotated[str, Depends(given)]) -> str:
    return book


@app.get("/next")
def at_once(unused: Annotated[str, Depends(lent)]) -> str:
    book = next(lent())
    return book.upper()


@app.get("/kept")
def kept() -> str:
    shelf = lent()
    book = next(shelf)
    with closing(shelf):
        return book.upper()


@app.get("/context")
def context() -> str:
    with contextmanager(lent)() as book:
        return book.upper()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def notes(picture: Trace) -> list[str]:
    return [e.note for e in picture.entries if isinstance(e, Step) and e.note]


def test_a_dependency_that_goes_on(server: Server) -> None:
    picture = trace(server.get, "/depends")
    assert repr(picture).count(PAUSES) == 1
    assert titles(picture) == ["lent()", "depends(book='book')", "lent() goes on"]


def test_one_that_does_nothing_more_does_not_go_on(server: Server) -> None:
    picture = trace(server.get, "/taken")
    assert PAUSES not in repr(picture)
    assert titles(picture) == ["given()", "taken(book='book')"]


def test_one_that_is_closed_at_once(server: Server) -> None:
    picture = trace(server.get, "/next")
    assert picture.response.json() == "BOOK"
    assert titles(picture)[2:] == ["lent()·2", "lent() goes on"]  # the latter is the dependency
    assert notes(picture) == ["the generator is closed here, and does not go on", "after the call"]
    assert repr(picture).count(PAUSES) == 1  # of the dependency


def test_one_that_is_closed_later(server: Server) -> None:
    picture = trace(server.get, "/kept")
    assert titles(picture) == ["kept()", "lent()", "lent() is closed"]
    assert PAUSES not in repr(picture)


def test_one_that_is_used_as_a_block(server: Server) -> None:
    picture = trace(server.get, "/context")
    assert titles(picture) == ["context()", "lent()", "lent() goes on"]
    assert notes(picture) == ["after the call", "leaving the with block"]
