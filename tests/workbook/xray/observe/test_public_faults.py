"""What apps that others have published do with sessions and tables, in code of our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from sqlalchemy import Column, Engine, Integer, MetaData, Table, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.shared.library import Book, Genre, library_in
from tests.shared.odd_apps import traced

kept = SimpleNamespace()
CLOSES = "The session closes"
ANEW = "The session had been closed, and begins anew"


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        kept.engine, kept.make = engine, sessionmaker(engine)
        yield engine


def at(shown: str, line: str) -> str:  # what is told of it
    return shown.partition(f"│ {line}")[2].partition("│ ")[0]


def test_a_table_that_the_request_makes_was_not_there_before() -> None:
    def endpoint() -> None:
        with kept.engine.begin() as connection:
            connection.execute(text('create table if not exists "odd one" (n integer primary key)'))
            connection.execute(text('insert into "odd one" values (7)'))

    shown = repr(traced(endpoint))
    assert "database odd one: does not exist" in shown.partition("▶")[0]
    assert "database odd one + (n=7)   for everyone" in shown


def test_one_that_is_made_from_metadata_shows_its_rows_in_the_transaction() -> None:
    owls = Table("owl", MetaData(), Column("n", Integer, primary_key=True))

    def endpoint() -> None:
        owls.create(kept.engine)
        with kept.engine.connect() as connection:
            connection.execute(owls.insert(), {"n": 3})

    before, _, shown = repr(traced(endpoint)).partition("▶")
    assert "database owl: does not exist" in before
    assert "only inside this" in shown


def test_one_that_is_made_again_was_there_before() -> None:
    def endpoint() -> None:
        with kept.engine.begin() as connection:
            connection.execute(text("DROP TABLE loose"))
            connection.execute(text("CREATE TABLE loose (n INTEGER PRIMARY KEY)"))
            connection.execute(text("INSERT INTO loose VALUES (1)"))

    assert "database loose: no rows" in repr(traced(endpoint)).partition("▶")[0]


def test_a_session_that_begins_anew_has_no_connection_until_it_needs_one() -> None:
    def endpoint() -> None:
        session = kept.make()
        session.get(Book, 1)
        session.close()
        session.add(Genre(name="late"))
        session.rollback()
        session.close()
        session.get(Book, 1)
        session.commit()

    shown = repr(traced(endpoint))
    assert f"{ANEW}." in at(shown, "session.add(")
    again = shown.rpartition("session.get(")[2].partition("│ ")[0]
    assert f"{ANEW}: it keeps a connection until it commits, rolls back, or is closed" in again


def made() -> Session:
    return kept.make()


class Unit:
    def __enter__(self) -> "Unit":
        self._db = made()
        return self

    def __exit__(self, *_: Any) -> None:
        self._db.rollback()
        self._db.close()


def test_a_session_is_opened_where_it_is_put() -> None:
    def endpoint(request: Request) -> None:
        request.state.store = kept.make()
        shelf = {"main": made()}  # noqa: F841
        with Unit() as unit:
            book = unit._db.get(Book, 1)  # noqa: F841

    shown = repr(traced(endpoint))
    for line in ("request.state.store = ", "shelf = ", "self._db = "):
        assert "opened: " in shown.partition(f"│ {line}")[2].partition("close()")[0]
    assert shown.count("A session is opened.") == shown.count("opened: no transaction") == 3
    assert CLOSES not in at(shown, "self._db.rollback()")
    assert CLOSES in at(shown, "self._db.close()")


@contextmanager
def session_manager() -> Iterator[Session]:
    session = kept.make()
    yield session
    session.rollback()
    session.close()


def test_it_closes_where_it_was_seen_to() -> None:
    def endpoint() -> None:
        with session_manager() as session:
            book = session.get(Book, 1)  # noqa: F841
            session.commit()
        with Session(kept.engine) as other:
            other.commit()

    left, _, close = repr(traced(endpoint)).partition("session_manager() goes on")
    assert CLOSES not in left
    assert CLOSES in at(close, "session.close()")
    assert "The session closes. No transaction is open" in close.rpartition("leaving the")[2]


def test_what_a_function_returns_has_the_name_of_the_variable() -> None:
    def found(session: Session) -> list[Book]:
        return session.scalars(select(Book)).all()

    def endpoint() -> None:
        with Session(kept.engine) as session:
            books = found(session)
            first = books[0]
            book = session.get(Book, 1)
            first.title = book.title
            more = [Genre(name="new")]  # noqa: F841

    shown = repr(traced(endpoint))
    for each in ("books = [Book·1]", "first = Book·1", "book = Book·1"):
        assert shown.count(each) == 1
    assert "Genre·1 = Genre  [transient]" in at(shown, "more = [")
