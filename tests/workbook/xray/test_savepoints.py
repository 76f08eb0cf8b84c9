"""What is shown of a transaction within the transaction, which can be undone alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.shared.heroes import Hero, Team
from tests.shared.odd_apps import SessionDep, parts, serve_with_heroes, words
from workbook import Server, trace


def nested(session: SessionDep) -> str:
    outer = Team(name="outer")
    session.add(outer)
    session.flush()
    with session.begin_nested():
        inner = Team(name="inner")
        session.add(inner)
    session.commit()
    return inner.name


def undone(session: SessionDep) -> str:
    outer = Team(name="outer")
    session.add(outer)
    session.flush()
    point = session.begin_nested()
    outer.name = "changed"
    session.add(Team(name="inner"))
    session.flush()
    point.rollback()
    session.commit()
    return outer.name


def refused(session: SessionDep) -> str:
    session.add(Team(name="outer"))
    session.flush()
    try:
        with session.begin_nested():
            session.add(Hero(name="homeless", team_id=9))
    except IntegrityError:
        session.commit()
    return "refused"


def first(session: SessionDep) -> str:
    with session.begin_nested():
        team = Team(name="there")
        session.add(team)
    session.rollback()
    return "rolled back"


def by_hand(session: SessionDep) -> int:
    connection = session.connection()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql("INSERT INTO team (name) VALUES ('there')")
    connection.exec_driver_sql("COMMIT")
    session.commit()
    return 1


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Server]:
    with serve_with_heroes(tmp_path, nested, undone, refused, first, by_hand) as client:
        yield client


def test_a_savepoint_is_no_commit(odd: Server) -> None:
    picture = trace(odd.get, "/nested")
    assert words(picture) == [
        "BEGIN",
        "INSERT",
        "SAVEPOINT",
        "INSERT",
        "RELEASE",
        "COMMIT",
        "SELECT",
    ]
    assert parts(picture, "session.begin_nested") == ["flush", ""]
    assert parts(picture, "session.commit") == ["commit", "expire"]
    assert "Nothing had been written" not in repr(picture)


def test_back_to_a_savepoint(odd: Server) -> None:
    picture = trace(odd.get, "/undone")
    before, _, after = repr(picture).partition("point.rollback()")
    back, _, after = after.partition("session.commit()")
    for row in ("~ (name='changed', id=2)", "+ (name='inner', id=3)"):
        assert f"team {row}   only inside this transaction" in before
        assert f"team {row}   no longer inside the transaction" in back
    assert "Everything since the savepoint is undone; the transaction goes on." in back
    assert "team + (name='outer', id=2)   for everyone" in after
    assert "no longer inside the transaction" not in after
    assert picture._repr_html_().count("</s> no longer inside the transaction") == 2
    assert "since BEGIN" not in repr(picture)


def test_a_refused_flush_goes_back_to_a_savepoint(odd: Server) -> None:
    picture = trace(odd.get, "/refused")
    assert parts(picture, "session.begin_nested")[:2] == ["flush fails", "rollback"]
    assert "Everything since the savepoint is undone" in repr(picture)
    assert "since BEGIN" not in repr(picture)
    assert words(picture)[-3:] == ["INSERT", "ROLLBACK", "COMMIT"]
    assert "team + (name='outer', id=2)   for everyone" in repr(picture)


def test_where_the_savepoint_is_the_transaction_its_release_is_the_commit(odd: Server) -> None:
    """To SQLite it is: its driver sends no BEGIN before SAVEPOINT."""
    picture = trace(odd.get, "/first")
    assert words(picture) == ["SAVEPOINT", "INSERT", "RELEASE"]
    released, _, after = repr(picture).partition("session.rollback()")
    assert "sa_savepoint_1   (this ends the transaction in the database)" in released
    assert "session  no transaction in the database" in released
    assert "team + (name='there', id=2)   for everyone" in released
    assert "undone" not in after


def test_a_transaction_that_begins_and_ends_with_sql_of_the_app(odd: Server) -> None:
    picture = trace(odd.get, "/by_hand")
    assert words(picture) == ["BEGIN", "INSERT", "COMMIT"]
    assert "COMMIT   (this ends the transaction in the database)" in repr(picture)
    assert "There is no transaction in the database to commit." in repr(picture)
    ended, _, after = repr(picture).partition("session.commit()")
    assert "team + (name='there', id=2)   for everyone" in ended
    assert "for everyone" not in after
