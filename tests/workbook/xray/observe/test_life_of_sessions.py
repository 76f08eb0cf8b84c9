"""When a session was opened, when it closes, and what happens if it is used after that."""

import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.shared.library import Book, Genre, library_in
from tests.shared.odd_apps import traced

ANEW = "The session had been closed, and begins anew: it keeps a connection until"
kept = SimpleNamespace()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        yield engine


def test_a_session_that_was_there_before_is_not_opened(engine: Engine) -> None:
    kept.session = Session(engine)
    kept.session.add(Genre(name="waits"))

    def endpoint() -> int:
        waiting = kept.session
        number = len(waiting.new)
        waiting.rollback()
        return number

    shown = repr(traced(endpoint))
    assert "opened" not in shown
    assert "session  waiting: new: {Genre·1} · transaction begun (in Python only)" in shown
    assert "What was waiting is forgotten: it was never sent." in shown


def test_one_that_was_opened_earlier_in_the_request_is_not_opened_again(engine: Engine) -> None:
    def endpoint() -> str:
        kept.session = Session(engine)
        number = 1
        session = kept.session
        title = session.get_one(Book, number).title
        session.close()
        return title

    shown = repr(traced(endpoint))
    assert shown.count("opened: ") == shown.count("A session is opened") == 1
    assert shown.index("opened: ") < shown.index("number = 1")
    assert "The session closes" in shown


def test_one_that_is_used_after_it_has_closed(engine: Engine) -> None:
    def endpoint() -> StreamingResponse:
        with Session(engine) as session:
            genres = session.scalars(select(Genre)).all()

        def lines() -> Iterator[str]:
            for book in session.scalars(select(Book)):
                yield book.title

        return StreamingResponse([genres[0].name, *lines()])

    picture = traced(endpoint)
    assert picture.response.text == "novelEmma"
    before, _, after = repr(picture).partition("def lines()")
    assert ANEW not in before
    assert after.count(ANEW) == 1


def test_one_that_is_only_rolled_back_does_not_close(engine: Engine) -> None:
    def endpoint() -> None:
        session = Session(engine)
        book = session.get_one(Book, 1)
        session.expunge(book)
        session.rollback()
        session.scalars(select(Genre)).all()
        session.close()

    shown = repr(traced(endpoint))
    assert "The session no longer looks after the object." in shown
    assert ANEW not in shown
    assert shown.count("The session closes") == 1


def test_neither_it_nor_its_objects_are_kept_alive(engine: Engine) -> None:
    gone: list[bool] = []

    def endpoint() -> None:
        session = Session(engine)
        found = session.get(Book, 1)
        refs = [weakref.ref(session), weakref.ref(found)]
        session.close()
        del session, found
        gone.extend(ref() is None for ref in refs)

    traced(endpoint)
    assert gone == [True, True]


def test_what_a_savepoint_takes_back_is_said(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            point = session.begin_nested()
            session.add(Genre(name="lost"))
            point.rollback()
            session.commit()

    undone = repr(traced(endpoint)).partition("point.rollback()")[2]
    assert "session  new: {}" in undone
    assert "What was waiting is forgotten: it was never sent." in undone
