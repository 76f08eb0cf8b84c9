"""What is shown of the ways in which an endpoint can use a session."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends
from sqlmodel import Session, select, text

from tests.shared.heroes import Hero, Team
from tests.shared.odd_apps import SessionDep, parts, serve_with_heroes, state, titles, words
from workbook import Server, trace

kept_session = Session()  # of this module


def get_kept() -> Iterator[Session]:
    with Session(state["engine"], expire_on_commit=False) as session:
        yield session


def autoflush(session: SessionDep) -> int:
    hero = Hero(name="new")
    session.add(hero)
    rows = session.exec(select(Hero)).all()
    return len(rows)


def rollback(session: SessionDep) -> str:
    team = session.get_one(Team, 1)
    team.name = "changed"
    session.flush()
    session.rollback()
    return team.name


def kept(session: Annotated[Session, Depends(get_kept)]) -> str:
    hero = Hero(name="kept")
    session.add(hero)
    session.commit()
    return hero.name


def found_by(session: Session) -> str:
    hero = session.get_one(Team, 1)
    return hero.name


def helper(session: SessionDep) -> list[str]:
    first = found_by(session)
    second = found_by(session)
    return [first, second]


def ask(number: int, session: SessionDep) -> int:
    answers = [session.scalar(text(f"SELECT {n}")) for n in range(number)]
    session.add(Team(name="last"))
    session.commit()
    return len(answers)


def of_module() -> str:
    team = Team(name="kept by the module")
    kept_session.add(team)
    kept_session.commit()
    return team.name


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Server]:
    with serve_with_heroes(tmp_path, autoflush, rollback, kept, helper, ask, of_module) as client:
        yield client


def test_autoflush(odd: Server) -> None:
    picture = trace(odd.get, "/autoflush")
    assert words(picture) == ["BEGIN", "INSERT", "SELECT", "ROLLBACK"]
    assert parts(picture, "session.exec") == ["flush", ""]
    assert "(autoflush)" in repr(picture)
    assert picture.states("hero") == ["transient", "pending", "persistent"]


def test_rollback(odd: Server) -> None:
    picture = trace(odd.get, "/rollback")
    assert words(picture)[:4] == ["SELECT", "BEGIN", "UPDATE", "ROLLBACK"]
    assert "Everything since BEGIN is undone" in repr(picture)
    assert picture.states("team") == ["persistent", "expired", "persistent"]


def test_expire_on_commit_false(odd: Server) -> None:
    picture = trace(odd.get, "/kept")
    assert picture.states("hero") == ["transient", "pending", "persistent"]
    assert "no longer looks after the object." not in repr(picture)


def test_a_session_that_is_a_variable_of_the_module(odd: Server) -> None:
    kept_session.bind = state["engine"]
    picture, again = trace(odd.get, "/of_module"), trace(odd.get, "/of_module")
    kept_session.close()
    assert picture.states("team") == ["transient", "pending", "persistent", "expired", "persistent"]
    assert "session  kept_session: new: {team} · transaction begun (in Python only)" in repr(
        picture
    )
    before = [repr(each).partition("▶")[0] for each in (picture, again)]
    assert "kept_session" not in before[0]  # it did nothing yet
    assert "session  kept_session: transaction open, only read so far" in before[1]


def test_a_helper_function(odd: Server) -> None:
    expected: Callable = odd.get
    assert titles(trace(expected, "/helper"))[2:4] == ["found_by()", "found_by()"]
    assert expected("/helper").json() == ["Preventers", "Preventers"]


def test_a_local_object_of_a_helper_ends_with_it(odd: Server) -> None:
    """The session holds it only weakly, so the second call asks the database again."""
    assert words(trace(odd.get, "/helper")) == ["SELECT", "SELECT"]


@pytest.mark.parametrize(("number", "kept"), [(30, 30), (1_000, 1_000), (3_000, 1_000)])
def test_all_statements_are_kept_and_ten_are_shown(odd: Server, number: int, kept: int) -> None:
    picture = trace(odd.get, f"/ask?number={number}")
    assert words(picture) == ["SELECT"] * kept + ["BEGIN", "INSERT", "COMMIT"]
    assert picture.sql()[29] == "SELECT 29"
    for whole in (repr(picture), picture._repr_html_()):
        shown = whole.replace("<b>SELECT</b>", "SELECT")
        assert "SELECT 9" in shown
        assert "SELECT 10" not in shown
        assert f"… and {number - 10:,} more" in shown
        assert "Now it is permanent" in shown
