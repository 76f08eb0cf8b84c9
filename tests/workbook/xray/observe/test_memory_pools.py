"""A SQLite database in memory: which connection can see it depends on the pool."""

from collections.abc import Callable

import pytest
from sqlalchemy import (
    Engine,
    NullPool,
    QueuePool,
    SingletonThreadPool,
    StaticPool,
    create_engine,
    select,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.shared.library import Base, Genre
from tests.shared.odd_apps import traced
from workbook import Trace

THREAD = "in memory: each thread has a database of its own, and only that thread can see it"
CONNECTION = "in memory: each connection has a database of its own"
SHARED = "in memory: only its own connection can see it"


def asked(engine: Engine) -> Trace:
    """Return the picture of an endpoint that asks for all genres, and answers with the error."""

    def endpoint() -> str:
        with Session(engine) as session:
            try:
                session.scalars(select(Genre)).all()
            except OperationalError as error:
                return str(error.orig)
        return ""

    picture = traced(endpoint)
    engine.dispose()
    return picture


@pytest.mark.parametrize(
    ("url", "pool", "note", "is_missing"),
    [
        ("sqlite://", SingletonThreadPool, THREAD, True),
        ("sqlite:///:memory:", NullPool, CONNECTION, True),
        ("sqlite:///file:named?mode=memory&uri=true", NullPool, CONNECTION, True),
        ("sqlite://", QueuePool, CONNECTION, False),  # the one that made the tables is used again
        ("sqlite://", StaticPool, SHARED, False),
    ],
)
def test_why_there_is_no_such_table(url: str, pool: type, note: str, is_missing: bool) -> None:
    engine = create_engine(url, poolclass=pool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    picture = asked(engine)
    assert f"database genre: {note}" in repr(picture)
    assert ("no such table" in picture.response.json()) == is_missing
    said = f"The database is {note}. The one that was asked is empty: `create_all` made the tables"
    assert (said in repr(picture)) == is_missing


def test_another_missing_table_is_not_put_down_to_that(tmp_path: Callable) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/empty.db")
    shown = repr(asked(engine))
    assert "no such table: genre" in shown
    assert "in memory" not in shown
