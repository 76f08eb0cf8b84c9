"""A row as a transaction has it: what only the database knows is `?`, and nothing is stale."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine, update

from tests.shared.pictures import picture_of_change


class Base(SQLModel, registry=registry()):
    """A metadata of its own: no app of another test gets this table."""


class Crate(Base, table=True):
    id: int | None = Field(default=None, primary_key=True)
    label: str
    bottles: int = 0
    note: str | None = None


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{tmp_path / 'crates.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Crate(label="cellar", bottles=6))
        session.commit()
    return engine


def test_what_sql_computes_is_not_known_until_the_commit(engine: Engine) -> None:
    def change(session: Session) -> None:
        crate = session.get(Crate, 1)
        assert crate is not None
        crate.label = func.upper(Crate.label)
        crate.bottles = Crate.bottles + 1

    text = repr(picture_of_change(engine, change, Session))
    assert "~ (id=1, label=?, bottles=?, note=None)   only inside this transaction" in text
    assert "~ (id=1, label='CELLAR', bottles=7, note=None)   for everyone" in text


def test_what_is_not_written_is_as_the_database_has_it(engine: Engine) -> None:
    def change(session: Session) -> None:
        crate = session.get(Crate, 1)
        assert crate is not None
        with engine.begin() as other:
            other.execute(update(Crate).values(note="theirs"))  # now the object is stale
        crate.bottles = 5

    text = repr(picture_of_change(engine, change, Session))
    assert "~ (id=1, label='cellar', bottles=5, note='theirs')   only inside" in text


def test_what_a_statement_may_have_written_is_not_known(engine: Engine) -> None:
    def change(session: Session) -> None:
        crate = session.get(Crate, 1)
        assert crate is not None
        session.connection().execute(update(Crate).values(note="all"))
        crate.bottles = 5

    text = repr(picture_of_change(engine, change, Session))
    assert "~ (id=1, label=?, bottles=5, note=?)   only inside this transaction" in text
    assert "~ (id=1, label='cellar', bottles=5, note='all')   for everyone" in text


def test_what_a_new_object_does_not_have_is_null(engine: Engine) -> None:
    def change(session: Session) -> None:
        session.add(Crate(label="attic", bottles=func.abs(-2)))

    text = repr(picture_of_change(engine, change, Session))
    assert "+ (id=2, label='attic', bottles=?, note=None)   only inside this transaction" in text
