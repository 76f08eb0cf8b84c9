"""What happens while no line runs that is shown is put down to what did it."""

from functools import partial
from typing import Any

from fastapi import BackgroundTasks, Depends, FastAPI, Request
from sqlalchemy import text
from sqlmodel import Session

from tests.shared.heroes import Hero, HeroPublic
from tests.shared.pictures import picture_of, who_sent
from workbook.xray.entries import Step, Work


def test_the_response_is_built(session: Session) -> None:
    app = FastAPI()

    @app.get("/", response_model=HeroPublic)
    def hero() -> Hero:
        made = Hero(name="one", team_id=1)
        session.add(made)
        session.commit()
        return made

    picture = picture_of(app)
    assert who_sent(picture, "SELECT") == {(Work.BUILDS, "(FastAPI builds the response)")}
    assert "FastAPI reads the object to build the response" in repr(picture)


def test_functions_of_a_library_work_for_the_app(session: Session) -> None:
    app = FastAPI()
    asked = partial(session.execute, text("SELECT 'asked'"))

    @app.get("/", dependencies=[Depends(lambda: None)])
    def endpoint(tasks: BackgroundTasks) -> str:
        tasks.add_task(session.execute, text("SELECT 'later'"))
        return "yes"

    app.dependency_overrides = {}
    (route,) = [each for each in app.routes if getattr(each, "path", "") == "/"]
    route.dependant.dependencies[0].call = asked
    picture = picture_of(app)
    assert who_sent(picture, "'asked'") == {(Work.DEPENDENCY, "(a dependency)")}
    assert who_sent(picture, "'later'") == {(Work.BACKGROUND, "(a background task)")}
    kinds = [each.by if isinstance(each, Step) else "answer" for each in picture.entries]
    assert kinds.index("answer") < kinds.index(Work.BACKGROUND)


def test_between_a_middleware_and_the_endpoint(session: Session) -> None:
    """A line of a middleware runs all the time; what FastAPI does meanwhile is not its work."""
    app = FastAPI()

    class Around:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await self.app(scope, receive, send)

    app.add_middleware(Around)

    @app.get("/", response_model=HeroPublic)
    async def hero(request: Request) -> Hero:
        made = Hero(name="one", team_id=1)
        session.add(made)
        session.commit()
        return made

    picture = picture_of(app)
    assert who_sent(picture, "SELECT") == {(Work.BUILDS, "(FastAPI builds the response)")}
    assert Work.MIDDLEWARE in [getattr(each, "role", "") for each in picture.entries]
