"""An X-ray says what a well-known error means, once, at the line that raised it."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from tests.shared.errors.heroes import Hero, database_file
from workbook import Trace, serve, trace

MEANS = "The session of the object is closed, and the values that its commit expired"


def app_of(engine: Engine) -> FastAPI:
    app = FastAPI()

    def name_of(hero: Hero | None) -> str:
        return hero.name if hero else ""

    @app.get("/name")
    def name() -> str:
        with Session(engine) as session:
            hero = session.get(Hero, 1)
            session.commit()
        return name_of(hero)

    @app.get("/caught")
    def caught() -> str:
        try:
            return name()
        except Exception:
            return "nobody"

    @app.get("/unknown")
    def unknown() -> None:
        raise RuntimeError("no such hero")

    return app


@pytest.fixture(scope="module")
def pictures() -> dict[str, Trace]:
    with database_file() as url:
        engine = create_engine(url)
        with serve(app_of(engine)) as client:
            pictures = {path: trace(client.get, path) for path in ("/name", "/caught", "/unknown")}
        engine.dispose()
    return pictures


@pytest.mark.parametrize("path", ["/name", "/caught"])
def test_it_is_said_once_where_it_was_raised(pictures: dict[str, Trace], path: str) -> None:
    text = repr(pictures[path])
    assert text.count(MEANS) == 1
    assert text.index("return hero.name") < text.index(MEANS)
    assert "call `session.refresh`, before the session closes" in text
    assert pictures[path]._repr_html_().count(MEANS) == 1


def test_of_another_error_nothing_is_said(pictures: dict[str, Trace]) -> None:
    text = repr(pictures["/unknown"])
    assert "RuntimeError: no such hero" in text
    assert "The line failed. Python goes on where the error is caught, if it is caught.\n" in text
