"""What a comparison says about itself, so that nothing is taken for more than it is."""

from pathlib import Path

import pytest

from workbook.same import same
from workbook.same.requests.examples import Requests
from workbook.xray.any_app.errors import AppError

pytestmark = pytest.mark.slow

REFUSES = """
from fastapi import FastAPI, HTTPException
app = FastAPI()

@app.get("/notes")
def read():
    raise HTTPException(401)
"""
OLD = """
from fastapi import FastAPI
app = FastAPI()
rows = []

@app.post("/rows")
def add() -> int:
    rows.append(len(rows) + 1)
    return rows[-1]

@app.get("/rows")
def read() -> list[int]:
    return rows
"""
NEW = """
from fastapi import FastAPI
from sqlmodel import Field, Session, SQLModel, create_engine, select
app = FastAPI()

class Row(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)

engine = create_engine("sqlite:///rows.db")
SQLModel.metadata.create_all(engine)

@app.post("/rows")
def add() -> int:
    with Session(engine) as session:
        row = Row()
        session.add(row)
        session.commit()
        return row.id

@app.get("/rows")
def read() -> list[int]:
    with Session(engine) as session:
        return [row.id for row in session.exec(select(Row))]
"""
UNCLEAR = {
    "openapi": "3.1.0",
    "info": {"title": "unclear", "version": "1"},
    "paths": {
        "/a": {"get": {"responses": {}, "parameters": [{"in": "query"}]}},
        "/b": {"get": {"responses": {}}},
    },
}


def make(folder: Path, **sources: str) -> None:
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, "utf-8")


def test_an_app_that_refuses_all_is_not_the_same_as_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, old=REFUSES)
    with pytest.raises(AppError, match=r"no request with a success, only with \[401\].*login"):
        same("old.py", "old.py", examples=2, seed=1)


def test_an_order_that_nobody_has_asked_for_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, old=OLD, new=NEW)
    verdict = same("old.py", "new.py", examples=4, seed=1, most=1)
    (shown,) = verdict.shown
    assert str(shown.found.difference) == "GET /rows: other order of the items at the top"
    assert "NEW asks without ORDER BY" in str(verdict)
    assert "OLD forgets its data when it starts anew" in " ".join(verdict.notes)
    make(tmp_path, new=NEW.replace("select(Row)", "select(Row).order_by(Row.id.desc())"))
    verdict = same("old.py", "new.py", examples=4, seed=1, most=1)
    assert verdict.shown
    assert "NEW asks without ORDER BY" not in str(verdict)


def test_an_operation_that_cannot_be_read_is_named() -> None:
    requests = Requests(UNCLEAR)
    assert (requests.operations, requests.unclear) == (["GET /b"], ["GET /a (InvalidSchema)"])
