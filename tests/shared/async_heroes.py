"""The app of heroes.py with asynchronous endpoints and sessions, and two endpoints more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from tests.shared.heroes import Base, Hero, HeroBase, HeroPublic, HeroUpdate, Team


async def saved(session: AsyncSession, hero: Hero) -> Hero:
    session.add(hero)
    await session.flush()
    return hero


def app_of(engine: AsyncEngine, kind: Callable = AsyncSession) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            session.add(Team(name="Preventers"))
            await session.commit()
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def get_session() -> AsyncIterator[AsyncSession]:
        async with kind(engine) as session:
            yield session

    session_dep = Annotated[AsyncSession, Depends(get_session)]

    @app.post("/heroes/", response_model=HeroPublic)
    async def create_hero(hero: HeroBase, session: session_dep) -> Hero:
        db_hero = Hero.model_validate(hero)
        session.add(db_hero)
        await session.commit()
        await session.refresh(db_hero)
        return db_hero

    @app.patch("/heroes/{hero_id}", response_model=HeroPublic)
    async def update_hero(hero_id: int, hero: HeroUpdate, session: session_dep) -> Hero:
        db_hero = await session.get_one(Hero, hero_id)
        db_hero.sqlmodel_update(hero.model_dump(exclude_unset=True))
        await session.commit()
        await session.refresh(db_hero)
        return db_hero

    @app.get("/heroes/{hero_id}", response_model=HeroPublic | None)
    async def read_hero(hero_id: int, session: session_dep) -> Hero | None:
        hero = await session.get(Hero, hero_id)
        if hero is None:
            return None
        return hero

    @app.delete("/heroes/{hero_id}")
    async def delete_hero(hero_id: int, session: session_dep) -> bool:
        hero = await session.get_one(Hero, hero_id)
        await session.delete(hero)
        await session.commit()
        return True

    @app.post("/undone")
    async def undo(session: session_dep) -> str:
        hero = await saved(session, Hero(name="undone"))
        await session.rollback()
        return hero.name

    @app.post("/at-once")
    async def create_at_once() -> int:
        async def create(name: str) -> None:
            async with kind(engine) as session:
                session.add(Hero(name=name))
                await session.commit()

        await asyncio.gather(create("one"), create("two"))
        return 2

    return app
