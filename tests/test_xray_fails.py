"""What is shown of a request that fails: a refused commit, an error, a 404."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, HTTPException
from heroes import Hero, engine_in
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from workbook import Server, Trace, serve, trace
from workbook.xray.world import Header, Step

state: dict[str, Engine] = {}


def get_session() -> Iterator[Session]:
    with Session(state["engine"]) as session:
        yield session


def get_plain() -> Iterator[Session]:
    session = Session(state["engine"])
    yield session
    session.close()


SessionDep = Annotated[Session, Depends(get_session)]


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
    state["engine"] = engine_in(tmp_path)
    app = FastAPI()
    for each in (refused, many, fails, missing):
        app.get(f"/{each.__name__}")(each)
    with serve(app) as client:
        yield client
    state.pop("engine").dispose()


def words(found: Trace) -> list[str]:
    return [statement.split()[0] for statement in found.sql()]


def parts(found: Trace, line: str) -> list[str]:
    steps = [e for e in found.entries if isinstance(e, Step) and line in e.source]
    return [phase.name for step in steps for phase in step.phases]


def test_a_refused_commit_that_is_caught(odd: Server) -> None:
    found = trace(odd.get, "/refused")
    assert parts(found, "session.commit")[:2] == ["flush fails", "rollback"]
    assert found.states("hero") == ["transient", "pending", "transient"]
    assert found.response.json() == "refused"


@pytest.mark.parametrize(("team", "part"), [(1, "flush"), (9, "flush fails")])
def test_after_a_flush_of_many_functions_are_followed_again(
    odd: Server, team: int, part: str
) -> None:
    found = trace(odd.get, f"/many?team={team}")
    assert part in parts(found, "session.flush")
    assert "goodbye()" in [e.title for e in found.entries if isinstance(e, Header)]


def test_an_error_of_the_endpoint(odd: Server) -> None:
    found = trace(odd.get, "/fails")
    assert found.response.status_code == 500
    assert isinstance(found.error, KeyError)
    assert "raises: KeyError: 'mine'" in repr(found)
    assert words(found)[-1] == "ROLLBACK"


@pytest.mark.parametrize("path", ["/missing", "/fails"])
def test_a_dependency_that_gets_the_error_does_not_pause_again(odd: Server, path: str) -> None:
    found = trace(odd.get, path)
    assert repr(found).count("The function pauses here") == 1
