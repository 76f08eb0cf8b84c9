"""Rows are found by their keys, whatever these are, and by whichever statement they are written."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine

from tests.shared.odd_apps import traced
from tests.shared.pictures import picture_of_change


class Base(SQLModel, registry=registry()):
    """With tables of its own."""


class Meal(StrEnum):
    lunch = "lunch"
    tea = "tea"


class Guest(Base, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    paid: Decimal = Decimal("1.50")


class Menu(Base, table=True):
    day: dt.date = Field(primary_key=True)
    meal: Meal = Field(primary_key=True)
    price: int = 0


DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(70)]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path}/keys.db")
    else:
        engine = request.getfixturevalue("postgresql")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Guest(id=uuid.UUID(int=16 * number)) for number in range(70)])
        session.add_all([Menu(day=day, meal=Meal.lunch) for day in DAYS])
        session.commit()
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()


def change_guest(session: Session) -> None:
    session.get_one(Guest, uuid.UUID(int=48)).paid = Decimal("9.99")


def merge_guest(session: Session) -> None:
    session.merge(Guest(id=uuid.UUID(int=64), paid=Decimal(3)))


def add_guest(session: Session) -> None:
    """Its key is between those that are there."""
    session.add(Guest(id=uuid.UUID(int=0xAB)))


def change_menu(session: Session) -> None:
    session.get_one(Menu, (DAYS[1], Meal.lunch)).price = 5


def delete_menu(session: Session) -> None:
    session.delete(session.get_one(Menu, (DAYS[2], Meal.lunch)))


def another_key(session: Session) -> None:
    session.get_one(Menu, (DAYS[3], Meal.lunch)).meal = Meal.tea


def in_bulk(session: Session) -> None:
    session.bulk_update_mappings(Menu, [{"day": DAYS[4], "meal": Meal.lunch, "price": 7}])


def upsert(session: Session) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(Menu).values(day=DAYS[5], meal=Meal.lunch, price=1)
    session.exec(new.on_conflict_do_update(index_elements=["day", "meal"], set_={"price": 8}))


def nothing(session: Session) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(Menu).values(day=DAYS[6], meal=Meal.lunch, price=1)
    session.exec(new.on_conflict_do_nothing())


@pytest.mark.parametrize(
    ("change", "table", "signs", "value"),
    [
        (change_guest, "guest", ["~", "~"], "9.99"),
        (merge_guest, "guest", ["~", "~"], "paid="),
        (add_guest, "guest", ["+", "+"], "0ab"),
        (change_menu, "menu", ["~", "~"], "price=5"),
        (delete_menu, "menu", ["−", "−"], "2026"),
        (another_key, "menu", ["~", "+", "−"], "2026"),
        (in_bulk, "menu", ["~", "~"], "price=7"),
        (upsert, "menu", ["~"], "price=8"),
        (nothing, "menu", [], ""),
    ],
)
def test_the_row_is_shown(
    engine: Engine, change: Callable, table: str, signs: list[str], value: str
) -> None:
    picture = picture_of_change(engine, change, Session)
    lines = [line for line in repr(picture).splitlines() if f" database {table} " in line]
    assert [line.partition(f"{table} ")[2][0] for line in lines] == signs
    assert "gone" not in repr(picture)
    for line in lines:
        assert value in line or "1, 4" in line
        assert "another connection" not in line


def test_a_row_that_text_replaces_is_only_said_to_be_unknown(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.exec(text("DELETE FROM menu WHERE day = :day"), params={"day": str(DAYS[7])})
            session.commit()

    shown = repr(traced(endpoint))
    assert "menu: which other rows changed is not known: only the last 50 are compared" in shown
