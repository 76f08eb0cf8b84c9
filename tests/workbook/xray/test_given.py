"""What a line makes for a function that it calls was not there before the request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, validates

from tests.shared.odd_apps import traced
from workbook import Trace
from workbook.xray.entries import Header, Step
from workbook.xray.snapshot import OBJECTS, SESSION


class Base(DeclarativeBase):
    pass


class Leaf(Base):
    __tablename__ = "leaf"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String)

    @validates("name")
    def is_named(self, _: str, value: str) -> str:
        assert value
        return value


stamped: list[str] = []


@event.listens_for(Leaf, "before_insert")
def stamp(_: object, __: object, leaf: Leaf) -> None:
    stamped.append(leaf.name)


def keep(session: Session, leaf: Leaf) -> None:
    session.add(leaf)
    session.commit()


@pytest.fixture
def picture(tmp_path: Path) -> Iterator[Trace]:
    engine: Engine = create_engine(f"sqlite:///{tmp_path}/leaves.db")
    Base.metadata.create_all(engine)
    stamped.clear()

    def endpoint() -> int:
        keep(Session(engine), Leaf(name="mint"))
        return 1

    yield traced(endpoint)
    engine.dispose()


def test_nothing_of_it_was_there_before(picture: Trace) -> None:
    assert [name for lane, name in picture.before if lane in (OBJECTS, SESSION)] == []


def test_it_is_put_down_to_the_line_that_made_it(picture: Trace) -> None:
    (made,) = [
        step
        for step in picture.entries
        if isinstance(step, Step)
        for phase in step.phases
        for change in phase.changes
        if change.lane == OBJECTS and change.before is None
    ]
    assert made.source.startswith("keep(Session(engine), Leaf(")
    assert "A new Python object, nothing more" in repr(picture)


def test_what_the_library_calls_back_is_followed(picture: Trace) -> None:
    roles = {each.name: each.role for each in picture.entries if isinstance(each, Header)}
    assert roles["Leaf.is_named"] == roles["stamp"] == "called by SQLAlchemy"
    assert "memory   stamped: [] → ['mint']" in repr(picture)
