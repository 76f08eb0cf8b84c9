"""`engine`: PostgreSQL with the tables of heroes.py; and no test sees another one's app."""

import sys
import tempfile
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


@pytest.fixture(autouse=True)
def no_app_of_another_test() -> Iterator[None]:
    """Forget the modules of a test's own app: another test's may have the same names."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        places = list(getattr(sys.modules[name], "__path__", ()))
        places.append(str(getattr(sys.modules[name], "__file__", "")))
        if any(each.startswith(tempfile.gettempdir()) for each in places):
            del sys.modules[name]
