"""`engine`: PostgreSQL with the tables of heroes.py."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests.shared.heroes import Base, Team


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
