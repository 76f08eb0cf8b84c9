"""A case for each well-known error in `statements.toml`, under its name: each really raises it."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import false, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from tests.shared.errors.heroes import Hero


class HeroPublic(BaseModel):
    name: str


def condition_as_boolean(session: Session) -> None:
    select(Hero).where(Hero.id > 1 and Hero.id < 9)


def text_as_statement(session: Session) -> None:
    session.execute("SELECT 1")


def not_a_statement(session: Session) -> None:
    session.execute(3)


def not_a_table_class(session: Session) -> None:
    select(HeroPublic)


def statement_not_sent(session: Session) -> None:
    statement: Any = select(Hero)
    statement.all()


def row_for_object(session: Session) -> None:
    row: Any = session.execute(select(Hero)).first()
    assert row.name


def tuple_for_object(session: Session) -> None:
    row: Any = session.execute(select(Hero.id, Hero.name)).first()
    assert tuple(row).name


def result_for_object(session: Session) -> None:
    result: Any = session.scalars(select(Hero))
    assert result.name


def no_result_found(session: Session) -> None:
    session.scalars(select(Hero).where(false())).one()


def multiple_results_found(session: Session) -> None:
    session.add(Hero(name="New"))
    session.scalars(select(Hero)).one()


def no_rows_come_back(session: Session) -> None:
    session.execute(update(Hero).values(name="New")).all()


def result_is_closed(session: Session) -> None:
    result = session.execute(select(Hero))
    result.close()
    result.all()


def session_without_exec(session: Session) -> None:
    session.exec(select(Hero))


def async_session_without_query(session: Session) -> None:
    other: Any = AsyncSession()
    other.query(Hero)


def python_sum(session: Session) -> None:
    sum(Hero.id)
