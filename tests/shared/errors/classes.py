"""A case for each well-known error in `classes.toml`, under its name: each really raises it."""

import asyncio
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Annotated, Any
from unittest import mock

import httpx
from fastapi import Depends, FastAPI
from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base, relationship
from sqlmodel import Field, SQLModel


@contextmanager
def own_base() -> Iterator[Any]:
    """Yield a base class whose table classes are forgotten when the block ends."""
    base = declarative_base()
    try:
        yield base
    finally:
        base.registry.dispose()


def table_class(base: Any, name: str, table: str, **more: Any) -> Any:
    columns = {"__tablename__": table, "id": Column(Integer, primary_key=True)}
    return type(name, (base,), columns | more)


def get_session() -> Iterator[int]:
    yield 1


def table_defined_twice(session: Session) -> None:
    with own_base() as base:
        table_class(base, "Hero", "hero")
        table_class(base, "Hero", "hero")


def no_primary_key(session: Session) -> None:
    with own_base() as base:
        table_class(base, "Hero", "hero", id=Column(Integer))


def no_type_for_a_column(session: Session) -> None:
    class Squad(SQLModel, table=True):
        id: int | None = Field(default=None, primary_key=True)
        heroes: list[str]


def no_such_class(session: Session) -> None:
    with own_base() as base:
        table_class(base, "Hero", "hero", team=relationship("Team"))
        base.registry.configure()


def no_such_property(session: Session) -> None:
    with own_base() as base:
        team = table_class(base, "Team", "team")
        key = Column(Integer, ForeignKey("team.id"))
        both = relationship(team, back_populates="heroes")
        table_class(base, "Hero", "hero", key=key, team=both)
        base.registry.configure()


def mappers_failed(session: Session) -> None:
    with own_base() as base:
        team = table_class(base, "Team", "team")
        wrong = relationship(team, primaryjoin="Hero.id == 1")
        table_class(base, "Hero", "hero", team=wrong)
        with suppress(SQLAlchemyError):
            base.registry.configure()
        base.registry.configure()


def no_foreign_key(session: Session) -> None:
    with own_base() as base:
        team = table_class(base, "Team", "team")
        table_class(base, "Hero", "hero", team=relationship(team))
        base.registry.configure()


def several_foreign_keys(session: Session) -> None:
    with own_base() as base:
        team = table_class(base, "Team", "team")
        keys = {name: Column(Integer, ForeignKey("team.id")) for name in ("old", "new")}
        table_class(base, "Hero", "hero", team=relationship(team), **keys)
        base.registry.configure()


def two_classes_of_one_name(session: Session) -> None:
    with own_base() as base, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        twins = [table_class(base, "Team", table) for table in ("team", "team_again")]
        key = Column(Integer, ForeignKey("team.id"))
        table_class(base, "Hero", "hero", key=key, team=relationship("Team"))
        base.registry.configure()
        assert twins


def circular_import(session: Session) -> None:
    half = ModuleType("half")
    half.__file__ = "half.py"
    half.__spec__ = ModuleSpec("half", None)
    half.__spec__._initializing = True  # as while it is being imported
    with mock.patch.dict(sys.modules, half=half):
        exec("from half import engine")


def answer_does_not_fit(session: Session) -> None:
    app = FastAPI()

    @app.get("/")
    def answer() -> int:
        return "x"  # type: ignore[return-value]

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            await client.get("http://app/")

    asyncio.run(ask())


def parameter_without_depends(session: Session) -> None:
    @FastAPI().get("/")
    def answer(session: Session) -> None: ...


def called_dependency(session: Session) -> None:
    @FastAPI().get("/")
    def answer(session: Annotated[int, Depends(get_session())]) -> None: ...


def depends_without_function(session: Session) -> None:
    FastAPI(dependencies=[Depends(get_session())]).get("/")(get_session)
