"""What tests ask of a picture."""

from collections.abc import Callable

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.shared.odd_apps import traced
from workbook import Trace, serve, trace
from workbook.xray.entries import Header, Step
from workbook.xray.snapshot import VariableState


def picture_of(app: FastAPI, path: str = "/") -> Trace:
    """Return the picture of a request that works, and that nothing hinders from being observed."""
    with serve(app) as client:
        picture = trace(client.get, path)
    assert (picture.error, picture.troubles) == (None, [])
    assert picture._repr_html_()
    return picture


def picture_of_change(
    engine: Engine, change: Callable[..., object], kind: type[Session] = Session
) -> Trace:
    """Return the picture of a session of this kind that makes this change, and commits."""

    def endpoint() -> None:
        with kind(engine) as session:
            change(session)
            session.commit()

    picture = traced(endpoint)
    assert picture.troubles == []
    return picture


def steps(picture: Trace) -> list[Step]:
    return [each for each in picture.entries if isinstance(each, Step)]


def notes(picture: Trace) -> list[str]:
    return [each.note for each in steps(picture) if each.note]


def who_sent(picture: Trace, part: str) -> set[tuple[str, str]]:
    """Return what is said to have sent the SQL that has this in it: whose work, and the line."""
    return {
        (step.by, step.source)
        for step in steps(picture)
        for phase in step.phases
        for statement in phase.sql
        if part in statement.text
    }


def values(picture: Trace, title: str) -> dict[str, str]:
    """Return the values that the variables of a call got."""
    calls = {e.call for e in picture.entries if isinstance(e, Header) and e.title == title}
    return {
        change.label: change.after.text
        for step in steps(picture)
        for phase in step.phases
        for change in phase.changes
        if step.call in calls and isinstance(change.after, VariableState)
    }
