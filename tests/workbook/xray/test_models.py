"""Tables and models of every kind: other keys, quoted names, inheritance, no file at all."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Engine, ForeignKey, Integer, String, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    attribute_keyed_dict,
    column_property,
    joinedload,
    mapped_column,
    relationship,
)

from tests.shared.odd_apps import Link, engine_with_links, traced


class Base(DeclarativeBase):
    pass


class Renamed(Base):
    __tablename__ = "order items"
    key = Column("the id", Integer, primary_key=True)
    label = Column("the label", String)


class Computed(Base):
    __tablename__ = "computed"
    id: Mapped[int] = mapped_column(primary_key=True)
    name = Column(String)
    loud = column_property(name + "!")


class KeyLast(Base):
    __tablename__ = "select"
    name: Mapped[str]
    id: Mapped[int] = mapped_column(primary_key=True)


class Animal(Base):
    __tablename__ = "animal"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}  # noqa: RUF012


class Dog(Animal):
    __tablename__ = "dog"
    id: Mapped[int] = mapped_column(ForeignKey("animal.id"), primary_key=True)
    trick: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "dog"}  # noqa: RUF012


class Owner(Base):
    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)
    pets: Mapped[dict[str, "Pet"]] = relationship(collection_class=attribute_keyed_dict("name"))


class Pet(Base):
    __tablename__ = "pet"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id"))


class Named(Base):
    __table__ = select(Animal.id, Animal.kind).subquery("named")
    __mapper_args__ = {"primary_key": [__table__.c.id]}  # noqa: RUF012


MAKE: dict[str, Callable[[], Any]] = {
    "renamed": lambda: Renamed(key=1, label="x"),
    "computed": lambda: Computed(id=1, name="x"),
    "key last": lambda: KeyLast(id=1, name="x"),
    "inherited": lambda: Dog(trick="sit"),
    "dict of pets": lambda: Owner(id=1, pets={"Rex": Pet(id=1, name="Rex")}),
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = engine_with_links(tmp_path)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Link(left=1, right=1))
        session.commit()
    yield engine
    engine.dispose()


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
def test_create(engine: Engine, make: Callable[[], Any]) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            made = make()
            session.add(made)
            session.commit()
            session.refresh(made)

    picture = traced(endpoint)
    assert picture.troubles == []
    states = ["transient", "pending", "persistent", "expired", "persistent", "detached"]
    assert picture.states("made") == states
    assert "could not be read" not in repr(picture)
    assert "for everyone" in repr(picture)


def test_two_rows_with_the_same_first_column(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Link(left=1, right=2))
            session.commit()

    assert "link + (left=1, right=2)   for everyone" in repr(traced(endpoint))


def test_a_table_that_is_joined_to_load_a_relationship(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            owners = select(Owner).options(joinedload(Owner.pets))
            return len(session.scalars(owners).unique().all())

    picture = repr(traced(endpoint))
    assert "owner: no rows" in picture
    assert "pet: no rows" in picture


def test_a_class_that_is_mapped_to_a_query(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            session.add(Dog(trick="sit"))
            session.commit()
            return session.scalars(select(Named)).one().id

    picture = traced(endpoint)
    assert picture.response.json() == 1
    assert picture.troubles == []
