"""The X-ray of apps whose data is in PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from heroes import Base, Team, app_of, engine_in
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

from workbook import Server, Trace, serve, trace
from workbook.xray.snapshot import Step

SPIDER = {"name": "Spider-Boy", "age": 14, "team_id": 1}
OPENED = "(the driver opens the transaction now)"


@pytest.fixture
def engine(postgresql: Engine) -> Iterator[Engine]:
    Base.metadata.drop_all(postgresql)
    Base.metadata.create_all(postgresql)
    with Session(postgresql) as session:
        session.add(Team(name="Preventers"))
        session.commit()
    yield postgresql
    with postgresql.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS other CASCADE"))
    Base.metadata.drop_all(postgresql)


@pytest.fixture
def heroes(engine: Engine) -> Iterator[Server]:
    with serve(app_of(engine)) as client:
        yield client


def traced(endpoint: Callable) -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        picture = trace(client.get, "/")
    assert picture._repr_html_()
    assert picture.troubles == []
    return picture


def words(picture: Trace) -> list[str]:
    return [statement.split()[0] for statement in picture.sql()]


def parts(picture: Trace) -> list[tuple[str, str, str]]:
    steps = [each for each in picture.entries if isinstance(each, Step)]
    return [(s.source, phase.name, phase.sentence) for s in steps for phase in s.phases]


def test_create_hero(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json=SPIDER)
    assert picture.response.json() == {"id": 1, **SPIDER}
    assert picture.troubles == []
    assert words(picture) == ["BEGIN", "INSERT", "COMMIT", "BEGIN", "SELECT", "ROLLBACK"]
    states = ["transient", "pending", "persistent", "expired", "persistent"]
    assert picture.states("db_hero") == states
    assert repr(picture).count(OPENED) == 2
    row = "hero + (name='Spider-Boy', age=14, team_id=1, id=1)"
    assert f"{row}   only inside this transaction" in repr(picture)
    assert f"{row}   for everyone" in repr(picture)
    assert "transaction open, changes not committed" in repr(picture)
    assert "transaction open, only read so far (according to its SQL)" in repr(picture)


def test_to_end_what_only_read_undoes_nothing(heroes: Server) -> None:
    picture = trace(heroes.get, "/heroes/1")
    assert words(picture) == ["BEGIN", "SELECT", "ROLLBACK"]
    assert "ROLLBACK   (nothing to undo, according to its SQL)" in repr(picture)
    assert "Everything since BEGIN is undone" not in repr(picture)


def test_update_and_delete_hero(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.patch, "/heroes/1", json={"age": 15})
    assert words(picture)[:4] == ["BEGIN", "SELECT", "UPDATE", "COMMIT"]
    assert "{'age': 15, 'hero_id': 1}" in repr(picture)
    assert "hero ~ (name='Spider-Boy', age=15, team_id=1, id=1)   for everyone" in repr(picture)
    picture = trace(heroes.delete, "/heroes/1")
    assert words(picture) == ["BEGIN", "SELECT", "DELETE", "COMMIT"]
    assert picture.states("hero") == ["persistent", "deleted", "detached"]
    assert "hero − (name='Spider-Boy'" in repr(picture)


def test_a_hero_of_no_team_is_refused(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json={**SPIDER, "team_id": 9})
    assert type(picture.error).__name__ == "IntegrityError"
    assert words(picture) == ["BEGIN", "INSERT", "ROLLBACK"]
    assert [name for _, name, _ in parts(picture) if name][:2] == ["flush fails", "rollback"]
    assert '✗ insert or update on table "hero" violates foreign key' in repr(picture)
    assert "(nothing to undo" not in repr(picture)
    assert "for everyone" not in repr(picture)


def test_the_lines_do_the_same_as_on_sqlite(heroes: Server, tmp_path: Path) -> None:
    here = engine_in(tmp_path)
    with serve(app_of(here)) as on_sqlite:
        for method, path, options in (
            ("post", "/heroes/", {"json": SPIDER}),
            ("patch", "/heroes/1", {"json": {"name": "Rusty"}}),
            ("delete", "/heroes/1", {}),
            ("get", "/heroes/1", {}),
            ("post", "/heroes/", {"json": {**SPIDER, "team_id": 9}}),
        ):
            pictures = [trace(getattr(c, method), path, **options) for c in (heroes, on_sqlite)]
            assert parts(pictures[0]) == parts(pictures[1])
    here.dispose()


def test_the_expense_tracker(empty_postgresql: str, expense: dict) -> None:
    with serve("after_session", database_url=empty_postgresql) as after:
        picture = trace(after.post, "/expenses", json=expense)
        assert words(picture) == ["BEGIN", "INSERT", "COMMIT", "BEGIN", "SELECT", "ROLLBACK"]
        assert "expense + (id=1, description='Lunch', amount=12.5" in repr(picture)
        picture = trace(after.patch, "/expenses/1", json={"amount": 5})
        assert "expense ~ (id=1, description='Lunch', amount=5.0" in repr(picture)
        assert trace(after.delete, "/expenses/1").states("db_expense")[-1] == "detached"


def test_a_rollback(engine: Engine) -> None:
    def endpoint() -> str:
        with Session(engine) as session:
            team = session.get_one(Team, 1)
            team.name = "changed"
            session.flush()
            session.rollback()
            return team.name

    picture = traced(endpoint)
    assert words(picture)[:4] == ["BEGIN", "SELECT", "UPDATE", "ROLLBACK"]
    assert "Everything since BEGIN is undone" in repr(picture)
    assert "for everyone" not in repr(picture)


def test_a_commit_leaves_what_another_session_has_not_committed(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as first, Session(engine) as second:
            first.add(Team(name="waits"))
            first.flush()
            second.add(Team(name="done"))
            second.commit()
            first.rollback()

    picture = traced(endpoint)
    gone = "team: what was only inside the transaction is gone"
    assert "team + (name='waits', id=2)   only inside this transaction" in repr(picture)
    assert "team + (name='done', id=3)   for everyone" in repr(picture)
    assert repr(picture).index("second.commit()") < repr(picture).index("first.rollback()")
    assert gone in repr(picture).partition("first.rollback()")[2]
    assert repr(picture).count(gone) == 1


def test_a_commit_that_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA other"))
        statement = "CREATE TABLE other.late (id INT REFERENCES team DEFERRABLE INITIALLY DEFERRED)"
        connection.execute(text(statement))

    def endpoint() -> None:
        with Session(engine) as session:
            session.execute(text("INSERT INTO other.late VALUES (9)"))
            session.commit()

    picture = traced(endpoint)
    assert words(picture) == ["BEGIN", "INSERT", "COMMIT", "REFUSED"]
    assert "database other.late: no rows" in repr(picture)
    assert '✗ insert or update on table "late" violates foreign key' in repr(picture)
    assert "for everyone" not in repr(picture)


def test_a_key_that_is_not_called_id(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA other"))
        connection.execute(
            text('CREATE TABLE other."Odd" (n INT, b INT, a INT, PRIMARY KEY (a, b))')
        )
        connection.execute(text('INSERT INTO other."Odd" VALUES (1, 2, 3), (1, 2, 4)'))

    def endpoint() -> None:
        with Session(engine) as session:
            session.execute(text('UPDATE other."Odd" SET n = 5 WHERE a = 3'))
            session.commit()

    assert "other.Odd ~ (n=5, b=2, a=3)   for everyone" in repr(traced(endpoint))


def test_no_table_is_looked_for_where_none_is_named(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.exec(select(Team).with_for_update(of=Team)).all()
            session.execute(text("SELECT extract(year FROM now()), 1 IS DISTINCT FROM 2"))

    assert "could not be read" not in repr(traced(endpoint))


def test_a_locked_table_keeps_nobody_waiting(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.execute(text("LOCK TABLE team IN ACCESS EXCLUSIVE MODE"))
            session.exec(select(Team)).all()
            session.rollback()

    shown = repr(traced(endpoint))
    assert "team: could not be read: canceling statement due to statement timeout" in shown
    assert "team: 1 row" in shown
    assert "for everyone" not in shown


def test_without_transactions(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine.execution_options(isolation_level="AUTOCOMMIT")) as session:
            session.add(Team(name="there at once"))
            session.flush()
            session.commit()

    picture = traced(endpoint)
    assert words(picture) == ["INSERT"]
    assert "outside a transaction: everybody can see the change at once" in repr(picture)
    assert "only inside this transaction" not in repr(picture)
    assert "There is no transaction in the database to commit." in repr(picture)


def test_it_looks_where_the_app_is_connected_and_leaves_nothing_open(engine: Engine) -> None:
    psycopg = pytest.importorskip("psycopg")
    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    count = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    made = create_engine(
        "postgresql+psycopg://no-such-host/", creator=lambda: psycopg.connect(where)
    )

    def endpoint() -> int | None:
        with Session(made) as session:
            session.add(Team(name="new"))
            session.commit()
            return session.scalar(count)

    with Session(engine) as session:
        before = session.scalar(count)
        picture = traced(endpoint)
        assert "team + (name='new', id=2)   for everyone" in repr(picture)
        made.dispose()
        assert (picture.response.json(), session.scalar(count)) == (before + 2, before)
