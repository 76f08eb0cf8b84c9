"""Apps of one endpoint or a few, databases for them, and what a test asks of a picture."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Session

from tests.shared import heroes
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Header, Step

state: dict[str, Engine] = {}  # the engine of the app that `serve_with_heroes` serves now


class Base(DeclarativeBase):
    pass


class Link(Base):
    __tablename__ = "link"
    left: Mapped[int] = mapped_column(primary_key=True)
    right: Mapped[int] = mapped_column(primary_key=True)


def engine_with_links(folder: Path) -> Engine:
    engine = create_engine(f"sqlite:///{folder}/odd.db")
    Base.metadata.create_all(engine)
    return engine


def get_session() -> Iterator[Session]:
    with Session(state["engine"]) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def app_of(*endpoints: Callable) -> FastAPI:
    app = FastAPI()
    for each in endpoints:
        app.get(f"/{each.__name__}")(each)
    return app


@contextmanager
def serve_with_heroes(folder: Path, *endpoints: Callable) -> Iterator[Server]:
    state["engine"] = heroes.engine_in(folder)
    with serve(app_of(*endpoints)) as client:
        yield client
    state.pop("engine").dispose()


def traced(endpoint: Callable) -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        picture = trace(client.get, "/")
    assert picture.error is None
    assert picture._repr_html_()
    return picture


def titles(picture: Trace) -> list[str]:
    return [e.title for e in picture.entries if isinstance(e, Header)]


def words(picture: Trace) -> list[str]:
    return [statement.split()[0] for statement in picture.sql()]


def parts(picture: Trace, line: str) -> list[str]:
    steps = [e for e in picture.entries if isinstance(e, Step) and line in e.source]
    return [phase.name for step in steps for phase in step.phases]


def texts(picture: Trace, lane: str) -> list[str]:
    """Return what changed in a lane, as a terminal shows it."""
    lines = repr(picture).partition("▶")[2].splitlines()
    return [line.split(lane, 1)[1].strip() for line in lines if line.strip().startswith(lane)]


def before(picture: Trace) -> str:
    """Return what was there before the request."""
    return repr(picture).partition("▶")[0]
