"""What is shown of rows that are changed by SQL, and not as objects of a session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, delete, update

from tests.shared.heroes import Hero, Team
from tests.shared.odd_apps import SessionDep, parts, serve_with_heroes, state
from workbook import Server, Trace, trace

NOT_KNOWN = "Which rows it changed is not known until the commit."


def changes(session: SessionDep) -> None:
    session.exec(update(Team).values(name="new"))
    session.commit()


def deletes(session: SessionDep) -> None:
    team = session.get_one(Team, 1)
    session.exec(delete(Team).where(Team.name == team.name))
    session.commit()


def refused(session: SessionDep) -> None:
    try:
        session.execute(insert(Hero), [{"name": "homeless", "team_id": 9}])
    except IntegrityError:
        session.rollback()


def at_once() -> None:
    with Session(state["engine"].execution_options(isolation_level="AUTOCOMMIT")) as session:
        session.exec(update(Team).values(name="new"))
        session.commit()


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Server]:
    with serve_with_heroes(tmp_path, changes, deletes, refused, at_once) as client:
        yield client


def split(picture: Trace, line: str) -> list[str]:
    """Return what is shown before a line, and from it on."""
    before, _, after = repr(picture).partition(line)
    return [before, after]


@pytest.mark.parametrize(
    ("endpoint", "row"),
    [(changes, "~ (name='new', id=1)"), (deletes, "− (name='Preventers', id=1)")],
)
def test_the_rows_are_not_known_until_the_commit(odd: Server, endpoint: Callable, row: str) -> None:
    picture = trace(odd.get, f"/{endpoint.__name__}")
    before, after = split(picture, "session.commit()")
    assert f"nobody else can see the change yet. {NOT_KNOWN}" in before
    assert "database team " not in before
    assert f"team {row}   for everyone" in after
    assert NOT_KNOWN not in after


def test_of_a_refused_change_nothing_is_said(odd: Server) -> None:
    picture = trace(odd.get, "/refused")
    assert "raises: IntegrityError" in repr(picture)
    assert "The SQL is sent" not in repr(picture)
    assert parts(picture, "session.execute") == [""]


def test_outside_a_transaction_the_rows_are_seen_at_once(odd: Server) -> None:
    before, after = split(trace(odd.get, "/at_once"), "session.commit()")
    assert "everybody can see the change at once" in before
    assert "team ~ (name='new', id=1)   for everyone" in before
    assert "for everyone" not in after
