"""Databases with the tables of heroes.py and one team: `engine`, and the same on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests.shared.heroes import Base, Team, engine_in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = engine_in(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One that stays open when the endpoint is over."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def postgresql_engine(postgresql: Engine) -> Iterator[Engine]:
    Base.metadata.drop_all(postgresql)
    Base.metadata.create_all(postgresql)
    with Session(postgresql) as session:
        session.add(Team(name="Preventers"))
        session.commit()
    yield postgresql
    with postgresql.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS other CASCADE"))
    Base.metadata.drop_all(postgresql)
