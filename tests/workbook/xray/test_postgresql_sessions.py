"""What is shown of sessions, keys and locks that only PostgreSQL has, or has in another way."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select

from tests.shared.heroes import Team
from tests.shared.odd_apps import words
from workbook import Trace, serve, trace


def traced(endpoint: Callable) -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        found = trace(client.get, "/")
    assert found._repr_html_()
    assert found.troubles == []
    return found


def test_a_rollback(postgresql_engine: Engine) -> None:
    def endpoint() -> str:
        with Session(postgresql_engine) as session:
            team = session.get_one(Team, 1)
            team.name = "changed"
            session.flush()
            session.rollback()
            return team.name

    found = traced(endpoint)
    assert words(found)[:4] == ["BEGIN", "SELECT", "UPDATE", "ROLLBACK"]
    assert "Everything since BEGIN is undone" in repr(found)
    assert "for everyone" not in repr(found)


def test_a_commit_leaves_what_another_session_has_not_committed(postgresql_engine: Engine) -> None:
    def endpoint() -> None:
        with Session(postgresql_engine) as first, Session(postgresql_engine) as second:
            first.add(Team(name="waits"))
            first.flush()
            second.add(Team(name="done"))
            second.commit()
            first.rollback()

    found = traced(endpoint)
    gone = "team: what was only inside the transaction is gone"
    assert "team + (name='waits', id=2)   only inside this transaction" in repr(found)
    assert "team + (name='done', id=3)   for everyone" in repr(found)
    assert repr(found).index("second.commit()") < repr(found).index("first.rollback()")
    assert gone in repr(found).partition("first.rollback()")[2]
    assert repr(found).count(gone) == 1


def test_a_commit_that_is_refused(postgresql_engine: Engine) -> None:
    with postgresql_engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA other"))
        statement = "CREATE TABLE other.late (id INT REFERENCES team DEFERRABLE INITIALLY DEFERRED)"
        connection.execute(text(statement))

    def endpoint() -> None:
        with Session(postgresql_engine) as session:
            session.execute(text("INSERT INTO other.late VALUES (9)"))
            session.commit()

    found = traced(endpoint)
    assert words(found) == ["BEGIN", "INSERT", "COMMIT", "REFUSED"]
    assert "database other.late: no rows" in repr(found)
    assert '✗ insert or update on table "late" violates foreign key' in repr(found)
    assert "for everyone" not in repr(found)


def test_a_key_that_is_not_called_id(postgresql_engine: Engine) -> None:
    with postgresql_engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA other"))
        connection.execute(
            text('CREATE TABLE other."Odd" (n INT, b INT, a INT, PRIMARY KEY (a, b))')
        )
        connection.execute(text('INSERT INTO other."Odd" VALUES (1, 2, 3), (1, 2, 4)'))

    def endpoint() -> None:
        with Session(postgresql_engine) as session:
            session.execute(text('UPDATE other."Odd" SET n = 5 WHERE a = 3'))
            session.commit()

    assert "other.Odd ~ (n=5, b=2, a=3)   for everyone" in repr(traced(endpoint))


def test_no_table_is_looked_for_where_none_is_named(postgresql_engine: Engine) -> None:
    def endpoint() -> None:
        with Session(postgresql_engine) as session:
            session.exec(select(Team).with_for_update(of=Team)).all()
            session.execute(text("SELECT extract(year FROM now()), 1 IS DISTINCT FROM 2"))

    assert "could not be read" not in repr(traced(endpoint))


def test_a_locked_table_keeps_nobody_waiting(postgresql_engine: Engine) -> None:
    def endpoint() -> None:
        with Session(postgresql_engine) as session:
            session.execute(text("LOCK TABLE team IN ACCESS EXCLUSIVE MODE"))
            session.exec(select(Team)).all()
            session.rollback()

    found = repr(traced(endpoint))
    assert "team: could not be read: canceling statement due to statement timeout" in found
    assert "team: 1 row" in found
    assert "for everyone" not in found


def test_without_transactions(postgresql_engine: Engine) -> None:
    def endpoint() -> None:
        with Session(postgresql_engine.execution_options(isolation_level="AUTOCOMMIT")) as session:
            session.add(Team(name="there at once"))
            session.flush()
            session.commit()

    found = traced(endpoint)
    assert words(found) == ["INSERT"]
    assert "outside a transaction: everybody can see the change at once" in repr(found)
    assert "only inside this transaction" not in repr(found)
    assert "There is no transaction in the database to commit." in repr(found)


def test_it_looks_where_the_app_is_connected_and_leaves_nothing_open(
    postgresql_engine: Engine,
) -> None:
    psycopg = pytest.importorskip("psycopg")
    where = postgresql_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    count = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    made = create_engine(
        "postgresql+psycopg://no-such-host/", creator=lambda: psycopg.connect(where)
    )

    def endpoint() -> int | None:
        with Session(made) as session:
            session.add(Team(name="new"))
            session.commit()
            return session.scalar(count)

    with Session(postgresql_engine) as session:
        before = session.scalar(count)
        found = traced(endpoint)
        assert "team + (name='new', id=2)   for everyone" in repr(found)
        made.dispose()
        assert (found.response.json(), session.scalar(count)) == (before + 2, before)
