"""An error of the tracer itself never reaches the app; the picture says what is missing."""

import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import NullPool
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session, create_engine, text

from workbook import serve, trace
from workbook.xray.observe.database.tables import Tables
from workbook.xray.observe.database.writes import Writes
from workbook.xray.observe.files import Files
from workbook.xray.observe.objects import Objects
from workbook.xray.observe.session_events import SessionEvents
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.sql_events import SqlEvents
from workbook.xray.observe.variables import Variables
from workbook.xray.record.calls import Calls
from workbook.xray.record.code.program import App
from workbook.xray.record.follower import Follower
from workbook.xray.record.log import Log
from workbook.xray.record.marks import Marks
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.strands import Strands

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
PARTS = [
    (Variables, "look"),
    (Files, "look"),
    (Sessions, "look"),
    (Sessions, "_note"),
    (Objects, "_state"),
    (SqlEvents, "_report"),
    (SessionEvents, "before_flush"),
    (SessionEvents, "after_flush_postexec"),
    (SessionEvents, "after_commit"),
    (Tables, "before"),
    (Tables, "_read"),
    (Writes, "sent"),
    (Writes, "begins"),
    (Writes, "flushed"),
    (Writes, "ended"),
    (Writes, "settle"),
    (Recorder, "start"),
    (Recorder, "sent"),
    (Recorder, "cut"),
    *[(Recorder, name) for name in ("asked", "thread_begins", "thread_ended")],
    (Recorder, "_working"),
    (Marks, "mark"),
    (Marks, "outside"),
    (Strands, "here"),
    (Log, "add"),
    (Log, "_look"),
    *[(Calls, name) for name in ("is_own", "begun", "over")],
    *[(Follower, name) for name in ("called", "line", "returned")],
    (Recorder, "_told_of"),
    (Recorder, "answered"),
    (Recorder, "finish"),
    *[(App, name) for name in ("__init__", "role", "is_own", "file")],
]


@pytest.mark.parametrize(("part", "name"), PARTS, ids=[f"{p.__name__}.{n}" for p, n in PARTS])
def test_a_broken_part_breaks_nothing_else(
    part: type, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    with serve("after_session") as client:
        monkeypatch.setattr(part, name, broken)
        picture = trace(client.post, "/expenses", json=LUNCH)
        monkeypatch.undo()
        assert (picture.error, picture.response.status_code) == (None, 201)
        assert picture.troubles
        assert repr(picture)
        assert client.get("/expenses").json() == [{"id": 1, **LUNCH}]
        again = trace(client.get, "/expenses/1")
        assert (again.troubles, len(again.sql())) == ([], 1)
    assert sys.gettrace() is None


def answers(app: FastAPI) -> list[tuple]:
    with serve(app) as client:
        plain = client.get("/")
        picture = trace(client.get, "/")
    assert (picture.response.status_code, picture.response.text) == (plain.status_code, plain.text)
    return [plain.status_code, picture]


def test_an_error_without_a_message() -> None:
    # Without a pool, or each thread keeps a connection of its own that no other thread may close.
    engine, app = create_engine("sqlite://", poolclass=NullPool), FastAPI()

    @app.get("/")
    def endpoint() -> str:
        with Session(engine) as session:
            try:
                session.connection().execute(text("SELECT :x"), {"x": Odd()})
            except Exception as error:
                return type(error).__name__
        return "?"

    class Odd:
        def __conform__(self, _: object) -> None:
            raise ValueError

    status, found = answers(app)
    assert status == 200
    assert found.response.json() in ("ValueError", "StatementError")  # Python 3.11 or later
    engine.dispose()


def test_a_connection_that_was_lost(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/lost.db", poolclass=NullPool)
    app = FastAPI()

    @app.get("/")
    def endpoint() -> str:
        with PlainSession(engine) as session:
            driver = session.connection().connection.dbapi_connection
            session.connection().invalidate()
            driver.close()  # or Python 3.13 warns
            session.rollback()
            return str(session.scalar(text("SELECT 1")))

    status, picture = answers(app)
    assert (status, picture.error) == (200, None)
    engine.dispose()


def deeper(depth: int) -> int:
    try:
        return deeper(depth + 1)
    except RecursionError:
        return 0


def test_the_end_of_the_stack() -> None:
    app = FastAPI()
    app.get("/")(lambda: deeper(0))
    status, _ = answers(app)
    assert status == 200
