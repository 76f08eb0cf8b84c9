"""A case for each well-known error in `python.toml`, under its name: each really raises it."""

import asyncio
import datetime as dt
import json
import warnings
from collections.abc import Iterator
from typing import Any

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.util import concurrency

from tests.shared.errors.heroes import Hero


def get_session() -> Iterator[Session]:
    yield Session()


async def find() -> Hero:
    return Hero()


def depends_by_hand(session: Session) -> None:
    def find(session: Session = Depends(get_session)) -> Hero | None:  # noqa: B008
        return session.get(Hero, 1)

    find()


def class_for_session(session: Session) -> None:
    found: Any = Session
    found.add(Hero())


def generator_for_session(session: Session) -> None:
    found: Any = get_session()
    found.get(Hero, 1)


def await_is_missing(session: Session) -> None:
    found: Any = find()
    try:
        assert found.name
    finally:
        found.close()


def never_awaited(session: Session) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        find()  # type: ignore[unused-coroutine]
    raise said[0].message


def await_of_no_coroutine(session: Session) -> None:
    async def wait(found: Any) -> None:
        await found

    asyncio.run(wait(session.get(Hero, 1)))


def async_with_for_with(session: Session) -> None:
    async def wait(session: Any) -> None:
        async with session:
            pass

    asyncio.run(wait(session))


def with_for_async_with(session: Session) -> None:
    other: Any = AsyncSession()
    with other:
        pass


def no_greenlet(session: Session) -> None:
    concurrency._not_implemented()  # what stands for it where it is not installed


def not_json(session: Session) -> None:
    json.dumps({"born": dt.date(2026, 11, 23)})


def object_as_dict(session: Session) -> None:
    hero: Any = session.get(Hero, 1)
    hero["name"] = "New"


def none_for_object(session: Session) -> None:
    hero: Any = session.get(Hero, 2)
    hero.name = "New"
