"""Asynchronous sessions and connections, wherever they live."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    async_scoped_session,
    async_sessionmaker,
    create_async_engine,
)

from tests.shared.library import Base, Book, Genre, Page, fill_many
from workbook import Trace, serve, trace

kept: dict[str, AsyncEngine] = {}
make = async_sessionmaker()
scoped = async_scoped_session(make, scopefunc=lambda: 1)


class Books:
    def __init__(self) -> None:
        self.db = make()

    async def rename(self, title: str) -> None:
        book = await self.db.get(Book, 1)
        book.title = title
        await self.db.commit()
        await self.db.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AsyncEngine]:
    if request.param == "sqlite":
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{tmp_path}/library.db", connect_args={"timeout": 0.1}
        )
    else:
        postgresql: Engine = request.getfixturevalue("postgresql")
        engine = create_async_engine(postgresql.url)
    make.configure(bind=engine)
    kept["engine"] = engine
    yield engine
    if request.param == "postgresql":
        Base.metadata.drop_all(postgresql)


def traced(endpoint: Callable) -> Trace:
    engine = kept["engine"]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with engine.connect() as connection:
            await connection.run_sync(lambda inner: fill_many(inner))
            await connection.commit()
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.get("/")(endpoint)
    with serve(app) as client:
        picture = trace(client.get, "/")
    assert picture.troubles == []
    assert picture._repr_html_()
    return picture


async def of_an_attribute() -> None:
    await Books().rename("Emma!")


async def of_a_scope() -> None:
    book = await scoped.get(Book, 1)
    book.title = "Emma!"
    await scoped.commit()
    await scoped.remove()


async def of_the_request(request: Request) -> None:
    request.state.store = make()
    book = await request.state.store.get(Book, 1)
    book.title = "Emma!"
    await request.state.store.commit()
    await request.state.store.close()


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [(of_an_attribute, "db"), (of_a_scope, "scoped"), (of_the_request, "store")],
)
def test_it_has_the_name_of_its_place(engine: AsyncEngine, endpoint: Callable, name: str) -> None:
    shown = repr(traced(endpoint))
    assert f"session  {name}: committed" in shown
    assert "book ~ (id=1, title='Emma!'" in shown.partition("┊ commit")[2]


def test_a_connection_and_a_row_far_back(engine: AsyncEngine) -> None:
    async def endpoint() -> None:
        async with engine.begin() as direct:
            await direct.execute(update(Genre).where(Genre.id == 2).values(name="changed"))
            await direct.execute(insert(Page).values(id=1, text="new"))

    shown = repr(traced(endpoint))
    assert "session  direct (no session): transaction open, changes not committed" in shown
    assert "genre ~ (id=2, name='changed')   for everyone" in shown
    assert "page + (id=1, text='new', place=None, book_id=None)   for everyone" in shown


def test_autoflush(engine: AsyncEngine) -> None:
    async def endpoint() -> None:
        async with make() as session:
            session.add(Genre(name="pending"))
            await session.scalars(select(Genre))
            session.add(Genre(name="more"))
            await session.commit()

    first, _, second = repr(traced(endpoint)).partition("name='more'")
    assert "(autoflush)" in first
    assert "(autoflush)" not in second


def test_two_sessions(engine: AsyncEngine) -> None:
    async def endpoint() -> str:
        async with make() as first, make() as second:
            first.add(Genre(name="first"))
            await first.flush()
            second.add(Page(text="second"))
            try:
                await second.commit()
            except DBAPIError:
                await second.rollback()
            await first.commit()
        return "done"

    shown = repr(traced(endpoint))
    assert "Page·1 = Page  [pending in second]" in shown
    assert "(through first)" in shown
    if engine.dialect.name == "sqlite":
        assert "The lock is held by `first` since line" in shown
    else:
        assert "page + (id=1, text='second', place=None, book_id=None)   for everyone" in shown
