"""Connections that are used without a session: their transactions, and the rows they write."""

import pytest
from fastapi import BackgroundTasks
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.orm import Session

from tests.shared.library import Genre, Loan, shelved
from tests.shared.odd_apps import traced, words
from workbook import Trace


@pytest.fixture
def engine(library: Engine) -> Engine:
    return library


def lines(picture: Trace, lane: str) -> list[str]:
    shown = repr(picture).partition("▶")[2].splitlines()
    return [line.partition(f"{lane} ")[2].strip() for line in shown if f" {lane} " in line]


def test_a_block_that_commits(engine: Engine) -> None:
    def endpoint() -> None:
        with engine.begin() as connection:
            connection.execute(insert(Genre), [{"id": 7, "name": "core"}])
            connection.execute(update(Genre).where(Genre.id == 1).values(name="changed"))
            connection.execute(delete(shelved).where(shelved.c.book_id == 1))

    picture = traced(endpoint)
    assert picture.troubles == []
    assert words(picture) == ["BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT"]
    assert lines(picture, "session") == [
        "connection (no session): transaction open, changes not committed",
        "connection (no session): no transaction",
    ]
    inside = "only inside this transaction"
    assert lines(picture, "database") == [
        f"genre + (id=7, name='core')   {inside}",
        f"genre ~ (id=1, name='changed')   {inside}",
        "genre ~ (id=1, name='changed')   for everyone",
        "genre + (id=7, name='core')   for everyone",
        "shelved − (book_id=1, genre_id=1)   for everyone",
    ]
    assert "Now it is permanent" in repr(picture)
    assert "Which rows it changed is not known until the commit." in repr(picture)


def test_a_block_that_does_not(engine: Engine) -> None:
    def endpoint() -> None:
        with engine.connect() as direct:
            direct.execute(text("UPDATE genre SET name = 'lost'"))

    picture = traced(endpoint)
    assert words(picture) == ["BEGIN", "UPDATE", "ROLLBACK"]
    assert "session  direct (no session): transaction open" in repr(picture)
    assert "Everything since BEGIN is undone." in repr(picture)
    assert "for everyone" not in repr(picture)


def test_a_background_task_with_a_connection(engine: Engine) -> None:
    def later(name: str) -> None:
        with engine.begin() as connection:
            connection.execute(text("UPDATE genre SET name = :name"), {"name": name})

    def endpoint(tasks: BackgroundTasks) -> None:
        with engine.begin() as connection:
            connection.execute(insert(Loan).values(reader="Ann", number=1))
        tasks.add_task(later, "later")

    shown = repr(traced(endpoint))
    now, _, afterwards = shown.partition("◀ ")
    assert "loan + (reader='Ann', number=1, note=None)   for everyone" in now
    assert "genre ~ (id=1, name='later')   for everyone" in afterwards
    assert "(through connection)" in now
    assert "(through connection·2)" in afterwards


def test_a_session_on_a_connection_of_the_app(engine: Engine) -> None:
    def endpoint() -> int:
        with engine.connect() as outer, outer.begin() as transaction:
            with Session(outer) as session:
                session.add(Genre(name="inner"))
                session.commit()
            number = len(outer.execute(select(Genre)).all())
            transaction.rollback()
        return number

    picture = traced(endpoint)
    assert picture.response.json() == 2
    assert "genre + (id=2, name='inner')   only inside this transaction" in repr(picture)
    assert "for everyone" not in repr(picture)
    assert "Now it is permanent" not in repr(picture)


def test_without_transactions(engine: Engine) -> None:
    def endpoint() -> None:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(select(Genre))
            connection.execute(insert(Genre).values(id=3, name="at once"))
            connection.commit()

    picture = traced(endpoint)
    assert words(picture) == ["SELECT", "INSERT"]
    assert "connection (no session): no transaction in the database" in repr(picture)
    assert "only read so far" not in repr(picture)
    row = "genre + (id=3, name='at once')   for everyone"
    before, _, after = repr(picture).partition("connection.commit()")
    assert row in before
    assert row not in after


def test_the_rows_before_are_those_before_the_first_line(engine: Engine) -> None:
    """One line mentions the table for the first time, changes it, and commits."""

    def changes() -> None:
        with engine.begin() as connection:
            connection.execute(text("UPDATE genre SET name = 'changed'"))

    def endpoint() -> None:
        (lambda: [changes() for _ in range(1)])()

    picture = traced(endpoint)
    assert "genre ~ (id=1, name='changed')   for everyone" in repr(picture)
