"""Which rows belong to an object: of more than one table, of its children, of none that changed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from tests.shared.pictures import picture_of_change


class Base(DeclarativeBase):
    pass


class Animal(Base):
    __tablename__ = "animal"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    note: Mapped[str | None]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}  # noqa: RUF012


class Dog(Animal):
    __tablename__ = "dog"
    id: Mapped[int] = mapped_column(ForeignKey("animal.id"), primary_key=True)
    trick: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "dog"}  # noqa: RUF012


class Node(Base):
    __tablename__ = "node"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    up: Mapped[int | None] = mapped_column(ForeignKey("node.id"))
    kids: Mapped[list["Node"]] = relationship()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/rows.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Dog(trick="sit"), Node(name="root", kids=[Node(name="kid")])])
        session.commit()
    yield engine
    engine.dispose()


def new_dog(session: Session) -> None:
    session.add(Dog(trick="roll"))


def trick(session: Session) -> None:
    session.get_one(Dog, 1).trick = "roll"


def note(session: Session) -> None:
    session.get_one(Dog, 1).note = "good"


def no_dog(session: Session) -> None:
    session.delete(session.get_one(Dog, 1))


def orphan(session: Session) -> None:
    """The row of the child changes, not that of the object that changed."""
    root = session.get_one(Node, 1)
    root.kids.pop()


def same_name(session: Session) -> None:
    root = session.get_one(Node, 1)
    root.name = "other"
    root.name = "root"


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        (new_dog, ["animal + (id=2, kind='dog', note=None)", "dog + (id=2, trick='roll')"]),
        (trick, ["dog ~ (id=1, trick='roll')"]),
        (note, ["animal ~ (id=1, kind='dog', note='good')"]),
        (no_dog, ["animal − (id=1, kind='dog', note=None)", "dog − (id=1, trick='sit')"]),
        (orphan, ["node ~ (id=2, name='kid', up=None)"]),
        (same_name, []),
    ],
)
def test_the_rows_that_are_written(engine: Engine, change: Callable, rows: list[str]) -> None:
    picture = picture_of_change(engine, change)
    shown = [line.partition("database ")[2] for line in repr(picture).splitlines()]
    inside = [line.partition("   only")[0] for line in shown if "only inside" in line]
    stored = [line.partition("   for")[0] for line in shown if line.endswith("for everyone")]
    assert sorted(inside) == rows
    assert sorted(stored) == rows
