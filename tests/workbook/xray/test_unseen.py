"""A database that a second connection cannot see: the picture says so."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from tests.shared.odd_apps import Base, Link, engine_with_links, traced
from workbook.xray.observe.database import drivers


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = engine_with_links(tmp_path)
    yield engine
    engine.dispose()


def test_a_database_in_memory() -> None:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)

    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Link(left=1, right=2))
            session.commit()

    assert "in memory: only its own connection can see it" in repr(traced(endpoint))
    engine.dispose()


def test_a_driver_that_is_not_known(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drivers, "_is_sqlite", lambda _: False)

    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Link(left=1, right=2))
            session.commit()

    picture = traced(endpoint)
    assert "link: a second connection for pysqlite is not known" in repr(picture)
    assert picture.troubles == ["when pysqlite sends BEGIN is not known, so it is not shown"]
    assert [statement.split()[0] for statement in picture.sql()] == ["INSERT", "COMMIT"]
    assert "transaction open, changes not committed" in repr(picture)


def test_an_object_that_is_gone_after_the_flush_leaves_its_values(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Link(left=1, right=2))
            session.flush()
            session.rollback()

    assert "link + (left=1, right=2)   only inside this transaction" in repr(traced(endpoint))


def test_a_locked_database(engine: Engine) -> None:
    other = engine.raw_connection()
    other.execute("BEGIN EXCLUSIVE")

    def endpoint() -> str:
        with Session(engine) as session:
            session.connection().exec_driver_sql("PRAGMA busy_timeout = 10")
            try:
                session.scalars(select(Link)).all()
            except Exception as error:
                return type(error).__name__
        return "?"

    picture = traced(endpoint)
    other.rollback()
    other.close()
    assert picture.response.json() == "OperationalError"
    assert "link: could not be read: database is locked" in repr(picture)


def test_a_file_that_is_a_database_keeps_its_locks(tmp_path: Path) -> None:
    """POSIX drops all locks of a process on a file when it closes the file once."""
    path = tmp_path / "heroes.data"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    other = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    )

    def endpoint() -> int:
        with Session(engine) as session:
            session.add(Link(left=1, right=2))
            session.flush()
            where = path
            return subprocess.run([sys.executable, "-c", other, where], stderr=-3).returncode

    assert endpoint() == 1  # the database is locked
    with Session(engine) as session:
        session.rollback()
    assert traced(endpoint).response.json() == 1
    engine.dispose()


def test_a_common_table_expression_is_no_table(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            few = select(Link).cte("few")
            return len(session.execute(select(few)).all())

    assert "could not be read" not in repr(traced(endpoint))


def test_in_text_only_what_the_database_has_is_a_table(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            few = "WITH few AS (SELECT * FROM link) SELECT 'from nowhere' FROM few"
            return len(session.execute(text(few)).all())

    before = repr(traced(endpoint)).partition("▶")[0]
    assert before.split() == ["before", "database", "link:", "no", "rows"]
