"""An app that is not ours, after SQLModel's tutorial: heroes and teams in a database of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import Engine, event
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select


class Base(SQLModel, registry=registry()):
    """With tables of its own: `create_all` of the expense tracker must not make them, too."""


class TeamBase(Base):
    name: str = Field(index=True)


class Team(TeamBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    heroes: list["Hero"] = Relationship(back_populates="team")


class HeroBase(Base):
    name: str = Field(index=True)
    age: int | None = None
    team_id: int | None = Field(default=None, foreign_key="team.id")


class Hero(HeroBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team: Team | None = Relationship(back_populates="heroes")


class HeroPublic(HeroBase):
    id: int


class HeroPublicWithTeam(HeroPublic):
    team: TeamBase | None = None


class HeroUpdate(SQLModel):
    name: str | None = None
    age: int | None = None
    team_id: int | None = None


def engine_in(folder: Path) -> Engine:
    engine = create_engine(f"sqlite:///{folder}/heroes.db")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Team(name="Preventers"))
        session.commit()
    return engine


def app_of(engine: Engine) -> FastAPI:
    app = FastAPI()

    def get_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    session_dep = Annotated[Session, Depends(get_session)]

    @app.post("/heroes/", response_model=HeroPublic)
    def create_hero(hero: HeroBase, session: session_dep) -> Hero:
        db_hero = Hero.model_validate(hero)
        session.add(db_hero)
        session.commit()
        return db_hero

    @app.get("/heroes/", response_model=list[HeroPublic])
    def read_heroes(session: session_dep) -> list[Hero]:
        return list(session.exec(select(Hero).order_by(Hero.id)).all())

    @app.get("/heroes/{hero_id}", response_model=HeroPublicWithTeam)
    def read_hero(hero_id: int, session: session_dep) -> Hero:
        hero = session.get(Hero, hero_id)
        if hero is None:
            raise HTTPException(status_code=404, detail="Hero not found")
        return hero

    @app.patch("/heroes/{hero_id}", response_model=HeroPublic)
    def update_hero(hero_id: int, hero: HeroUpdate, session: session_dep) -> Hero:
        db_hero = session.get(Hero, hero_id)
        if db_hero is None:
            raise HTTPException(status_code=404, detail="Hero not found")
        db_hero.sqlmodel_update(hero.model_dump(exclude_unset=True))
        session.add(db_hero)
        session.commit()
        session.refresh(db_hero)
        return db_hero

    @app.delete("/heroes/{hero_id}")
    def delete_hero(hero_id: int, session: session_dep) -> dict[str, bool]:
        hero = session.get(Hero, hero_id)
        if hero is None:
            raise HTTPException(status_code=404, detail="Hero not found")
        session.delete(hero)
        session.commit()
        return {"ok": True}

    @app.get("/teams/{team_id}/heroes", response_model=list[HeroPublic])
    def read_members(team_id: int, session: session_dep) -> list[Hero]:
        team = session.get_one(Team, team_id)
        return team.heroes

    @app.post("/heroes/many")
    def create_many(number: int, session: session_dep) -> int:
        for count in range(number):
            hero = Hero(name=f"hero {count}")
            hero.age = count % 90
            hero.team_id = 1
            session.add(hero)
        session.commit()
        return number

    @app.patch("/heroes/")
    def make_older(session: session_dep) -> int:
        heroes = session.exec(select(Hero)).all()
        for hero in heroes:
            age = hero.age or 0
            age += 1
            hero.age = age
        session.commit()
        return len(heroes)

    return app
