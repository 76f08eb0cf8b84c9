"""Values and classes of the app that must not be called, and that may fail when they are."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Engine, Integer, String, TypeDecorator, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.collections import collection

from tests.shared.odd_apps import traced

TESTS = str(Path(__file__).parent)
CALLS: list[str] = []  # what the picture has called


def note(what: str) -> None:
    """Note a call that comes from the X-ray: a function of it is between this and the endpoint."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "endpoint":
        if (
            "xray" in Path(frame.f_code.co_filename).parts
            and "tests" not in frame.f_code.co_filename
        ):
            CALLS.append(what)
        frame = frame.f_back


class Touchy:
    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        note("eq")
        return type(other) is Touchy and other.value == self.value

    def __hash__(self) -> int:
        note("hash")
        return 1

    def __repr__(self) -> str:
        note("repr")
        return "touchy"


class OfTouchy(TypeDecorator):
    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Touchy | None, dialect: Any) -> int | None:
        note("bind")
        return None if value is None else value.value

    def process_result_value(self, value: int | None, dialect: Any) -> Touchy | None:
        note("result")
        return None if value is None else Touchy(value)


class Pile:
    """A collection of the app's own."""

    def __init__(self) -> None:
        self.items: list = []

    @collection.appender
    def put(self, item: object) -> None:
        self.items.append(item)

    @collection.remover
    def take(self, item: object) -> None:
        self.items.remove(item)

    @collection.iterator
    def walk(self) -> Iterator:
        note("walk")
        return iter(self.items)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "thing"
    key: Mapped[Touchy] = mapped_column(OfTouchy, primary_key=True)
    value: Mapped[Touchy | None] = mapped_column(OfTouchy)
    name: Mapped[str] = mapped_column(String, default="")
    more: Mapped[Any] = mapped_column(JSON, default=dict)
    parent_key: Mapped[Touchy | None] = mapped_column(OfTouchy)
    parts: Mapped[Pile] = relationship(
        "Thing",
        collection_class=Pile,
        primaryjoin="remote(foreign(Thing.parent_key)) == Thing.key",
        uselist=True,
    )

    @property
    def loud(self) -> str:
        note("property")
        return "!"

    def __repr__(self) -> str:
        note("repr of thing")
        raise RuntimeError("hands off")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/things.db")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_nothing_of_the_app_is_called(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            thing = Thing(key=Touchy(1), value=Touchy(2), name="one")
            thing.parts.put(Thing(key=Touchy(3), name="part"))
            session.add(thing)
            session.flush()
            thing.value = Touchy(4)
            thing.more = {"a": Touchy(5).value}
            session.flush()
            found = session.scalars(select(Thing).where(Thing.name == "part")).one()
            session.delete(found)
            session.commit()
            session.rollback()

    CALLS.clear()
    picture = traced(endpoint)
    assert CALLS == []
    assert picture.troubles == []
    assert "parts=<Pile>" in repr(picture)
    assert "thing + (key=Touchy(value=1)" in repr(picture)
