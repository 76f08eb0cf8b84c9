"""Tables, and databases with one team and one hero, for what raises well-known errors."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, ForeignKey, StaticPool, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Hero(Base):
    __tablename__ = "hero"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    born: Mapped[dt.date | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    team: Mapped[Team | None] = relationship()


def fill(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Hero(id=1, name="Rusty", team=Team(id=1, name="Sharp")))
        session.commit()


@contextmanager
def database() -> Iterator[Session]:
    """Yield a session on a database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    fill(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@contextmanager
def database_file() -> Iterator[str]:
    """Yield the address of a database in a file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/heroes.db"
        engine = create_engine(url)
        fill(engine)
        engine.dispose()
        yield url
