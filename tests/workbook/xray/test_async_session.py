"""The X-ray of an asynchronous session: its lines do what those of any other session do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy.ext.asyncio
import sqlmodel.ext.asyncio.session
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from tests.shared.async_heroes import app_of
from tests.shared.heroes import Base
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Header, Step

SPIDER = {"name": "Spider-Boy", "age": 14, "team_id": 1}
KINDS = {
    "sqlalchemy": sqlalchemy.ext.asyncio.AsyncSession,
    "sqlmodel": sqlmodel.ext.asyncio.session.AsyncSession,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AsyncEngine]:
    if request.param == "sqlite":
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/heroes.db")

        @event.listens_for(engine.sync_engine, "connect")
        def switch_on(driver: object, _: object) -> None:
            cursor = driver.cursor()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()
    else:
        postgresql: Engine = request.getfixturevalue("postgresql")
        engine = create_async_engine(postgresql.url)
    yield engine
    if request.param == "postgresql":
        Base.metadata.drop_all(postgresql)


@pytest.fixture(params=KINDS)
def heroes(request: pytest.FixtureRequest, engine: AsyncEngine) -> Iterator[Server]:
    with serve(app_of(engine, KINDS[request.param])) as client:
        yield client


def words(picture: Trace) -> list[str]:
    """Return the SQL without what only PostgreSQL's driver does: to open a transaction to read."""
    sent = [statement.split()[0] for statement in picture.sql()]
    if "nothing to undo" in repr(picture):
        sent.pop()
    return [w for w, after in zip(sent, [*sent[1:], ""], strict=True) if (w, after) not in READ]


READ = {("BEGIN", "SELECT")}


def parts(picture: Trace, line: str) -> list[str]:
    steps = [e for e in picture.entries if isinstance(e, Step) and line in e.source]
    return [phase.name for step in steps for phase in step.phases]


def titles(picture: Trace) -> list[str]:
    return [each.title for each in picture.entries if isinstance(each, Header)]


def test_create_hero(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json=SPIDER)
    assert (picture.response.json(), picture.troubles) == ({"id": 1, **SPIDER}, [])
    assert words(picture) == ["BEGIN", "INSERT", "COMMIT", "SELECT"]
    states = ["transient", "pending", "persistent", "expired", "persistent"]
    assert picture.states("db_hero") == states
    assert parts(picture, "await session.commit()") == ["flush", "commit", "expire"]
    row = "hero + (name='Spider-Boy', age=14, team_id=1, id=1)"
    assert f"{row}   only inside this transaction" in repr(picture)
    assert f"{row}   for everyone" in repr(picture)
    assert [each.by for each in picture.entries if isinstance(each, Step) and each.by] == []
    assert "AsyncSession" not in repr(picture)
    assert "failed" not in repr(picture)
    assert picture._repr_html_()


def test_each_function_begins_once(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json=SPIDER)
    given = "hero=HeroBase(name='Spider-Boy', age=14, team_id=1)"
    assert titles(picture) == ["get_session()", f"create_hero({given})", "get_session() goes on"]
    assert f"object   {given}" not in repr(picture)


def test_update_read_and_delete_hero(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.patch, "/heroes/1", json={"age": 15})
    assert "age: 14 → 15" in repr(picture)
    assert "hero ~ (name='Spider-Boy', age=15, team_id=1, id=1)   for everyone" in repr(picture)
    picture = trace(heroes.get, "/heroes/1")
    assert (words(picture), picture.states("hero")) == (["SELECT"], ["persistent"])
    assert "transaction open, only read so far" in repr(picture)
    assert "Everything since BEGIN is undone" not in repr(picture)
    picture = trace(heroes.delete, "/heroes/1")
    assert picture.states("hero") == ["persistent", "deleted", "detached"]
    assert "hero − (name='Spider-Boy', age=15, team_id=1, id=1)   for everyone" in repr(picture)


def test_a_hero_of_no_team_is_refused(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json={**SPIDER, "team_id": 9})
    assert type(picture.error).__name__ == "IntegrityError"
    assert words(picture) == ["BEGIN", "INSERT", "ROLLBACK"]
    assert parts(picture, "await session.commit()") == ["flush fails", "rollback"]
    assert picture.states("db_hero") == ["transient", "pending", "transient"]


def test_a_helper_and_a_rollback(heroes: Server) -> None:
    picture = trace(heroes.post, "/undone")
    assert words(picture) == ["BEGIN", "INSERT", "ROLLBACK"]
    assert titles(picture)[2] == "saved()"
    assert parts(picture, "await session.flush()") == ["flush"]
    assert "hero: what was only inside the transaction is gone" in repr(picture)
    assert "for everyone" not in repr(picture)


def test_two_sessions_at_once(heroes: Server) -> None:
    picture = trace(heroes.post, "/at-once")
    assert (picture.response.json(), picture.troubles) == (2, [])
    assert sorted(words(picture)) == sorted(["BEGIN", "INSERT", "COMMIT"] * 2)
    for name in ("one", "two"):
        assert re.search(f"hero . .name='{name}'.*only inside this transaction", repr(picture))
        assert re.search(f"hero . .name='{name}'.*for everyone", repr(picture))


def test_a_database_in_memory() -> None:
    engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
    with serve(app_of(engine)) as client:
        picture = trace(client.post, "/heroes/", json=SPIDER)
    assert picture.response.json()["id"] == 1
    assert "hero: in memory: only its own connection can see it" in repr(picture)
