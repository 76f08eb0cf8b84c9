"""What is shown of a request that fails: a refused commit, an error, a 404."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, HTTPException
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests.shared.heroes import Hero
from tests.shared.odd_apps import SessionDep, parts, serve_with_heroes, state, titles, words
from workbook import Server, trace


def get_plain() -> Iterator[Session]:
    session = Session(state["engine"])
    yield session
    session.close()


def refused(session: SessionDep) -> str:
    hero = Hero(name="homeless", team_id=9)
    session.add(hero)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
    return "refused"


def many(team: int, session: SessionDep) -> str:
    session.add_all([Hero(name="one of many", team_id=team) for _ in range(100)])
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
    return goodbye()


def goodbye() -> str:
    return "Goodbye"


def fails(session: SessionDep) -> None:
    hero = Hero(name="lost")
    session.add(hero)
    session.flush()
    raise KeyError("mine")


def missing(session: Annotated[Session, Depends(get_plain)]) -> None:
    raise HTTPException(404)


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Server]:
    with serve_with_heroes(tmp_path, refused, many, fails, missing) as client:
        yield client


def test_a_refused_commit_that_is_caught(odd: Server) -> None:
    picture = trace(odd.get, "/refused")
    assert parts(picture, "session.commit")[:2] == ["flush fails", "rollback"]
    assert picture.states("hero") == ["transient", "pending", "transient"]
    assert picture.response.json() == "refused"


@pytest.mark.parametrize(("team", "part"), [(1, "flush"), (9, "flush fails")])
def test_after_a_flush_of_many_functions_are_followed_again(
    odd: Server, team: int, part: str
) -> None:
    picture = trace(odd.get, f"/many?team={team}")
    assert part in parts(picture, "session.flush")
    assert "goodbye()" in titles(picture)


def test_an_error_of_the_endpoint(odd: Server) -> None:
    picture = trace(odd.get, "/fails")
    assert picture.response.status_code == 500
    assert isinstance(picture.error, KeyError)
    assert "raises: KeyError: 'mine'" in repr(picture)
    assert words(picture)[-1] == "ROLLBACK"


@pytest.mark.parametrize("path", ["/missing", "/fails"])
def test_a_dependency_that_gets_the_error_does_not_pause_again(odd: Server, path: str) -> None:
    picture = trace(odd.get, path)
    assert repr(picture).count("The function pauses here") == 1
