"""Use the libraries once, as an app does.

What they make when they are first used (compiled patterns, compiled SQL's visitors, the readers of
signatures) is then there in each fork. By measurement a fork's first requests take 20 ms less.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel
from sqlalchemy import StaticPool, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

BODY = {"name": "a", "amount": 1.5, "day": "2026-01-31"}
REQUESTS = [
    ("POST", "/things", BODY),
    ("POST", "/things", {"name": 1}),
    ("POST", "/things", None),
    ("GET", "/things?limit=1", None),
    ("GET", "/things?limit=-1", None),
    ("PATCH", "/things/1", BODY),
    ("PATCH", "/things/2", BODY),
    ("DELETE", "/things/1", None),
    ("DELETE", "/things/a", None),
]


def use_once() -> list[int]:
    """Send some requests to a small app; its threads have ended afterwards.

    Returns:
        What it has answered: 2xx, 404 and 422, as the way to each of them is another one.

    """
    app, threads = _app(), set(threading.enumerate())

    async def send() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
        ):
            answers = [await client.request(m, path, json=body) for m, path, body in REQUESTS]
        return [each.status_code for each in answers]

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        statuses = runner.run(send())
    for each in set(threading.enumerate()) - threads:  # endpoints' threads end a moment later
        each.join()
    return statuses


def _app() -> FastAPI:
    class Base(DeclarativeBase):
        """Of tables that nobody else knows."""

    class Thing(Base):
        __tablename__ = "thing"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
        amount: Mapped[float]
        day: Mapped[date | None]

    class Change(BaseModel):
        name: str
        amount: float | None = None
        day: date | None = None

    class Shown(Change, from_attributes=True):
        id: int

    options = {"check_same_thread": False}
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=options)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        Base.metadata.create_all(engine)
        yield
        engine.dispose()

    def get_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    app = FastAPI(lifespan=lifespan)
    Given = Annotated[Session, Depends(get_session)]  # noqa: N806

    def saved(session: Session, thing: Thing) -> Thing:
        session.add(thing)
        session.commit()
        session.refresh(thing)
        return thing

    def stored(session: Session, number: int) -> Thing:
        if (thing := session.get(Thing, number)) is None:
            raise HTTPException(404)
        return thing

    @app.post("/things", status_code=201, response_model=Shown)
    def create(body: Change, session: Given) -> Thing:
        return saved(session, Thing(**body.model_dump()))

    @app.get("/things", response_model=list[Shown])
    def get(session: Given, limit: Annotated[int, Query(ge=0)] = 9) -> list[Thing]:
        query = select(Thing).where(Thing.name != "").order_by(Thing.name)
        return list(session.scalars(query.limit(limit)))

    @app.patch("/things/{number}", response_model=Shown)
    def change(number: int, body: Change, session: Given) -> Thing:
        thing = stored(session, number)
        for name, value in body.model_dump(exclude_unset=True).items():
            setattr(thing, name, value)
        return saved(session, thing)

    @app.delete("/things/{number}", status_code=204)
    def delete(number: int, session: Given) -> None:
        session.delete(stored(session, number))
        session.commit()

    return app
