"""`workbook trace`: one request through our apps, or through anybody's."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbook.__main__ import app

ITEMS = """
from fastapi import FastAPI
from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine("sqlite:///items.db")


class Item(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


SQLModel.metadata.create_all(engine)
app = FastAPI()


@app.get("/items/{item_id}")
def read_item(item_id: int):
    with Session(engine) as session:
        return session.get(Item, item_id)


@app.get("/broken")
def broken():
    return 1 / 0
"""


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbook", "trace", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def items(tmp_path: Path) -> Path:
    (tmp_path / "their").mkdir()
    (tmp_path / "their" / "items.py").write_text(ITEMS)
    return tmp_path


def test_a_request_to_the_new_app(tmp_path: Path) -> None:
    body = '{"description": "Tea", "amount": 2, "category": "food"}'
    done = run("after_session", "post", "/expenses", body, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"▶ POST /expenses   {body}" in done.stdout
    assert re.search(
        r"\d+│ session\.add\(db_expense\)\n +object +db_expense  \[transient", done.stdout
    )
    assert "◀ 201" in done.stdout
    assert list(tmp_path.iterdir()) == []  # the data of our own apps is not kept


def test_a_request_to_the_old_app_without_sentences() -> None:
    done = CliRunner().invoke(app, ["trace", "before_dict_json", "GET", "/summary", "--no-explain"])
    assert "◀ 200   {}" in done.stdout
    assert "»" not in done.stdout


def test_anybody_s_app_by_its_dotted_path(items: Path) -> None:
    done = run("their.items:app", "GET", "/items/1", folder=items)
    assert (done.returncode, done.stderr) == (0, "")
    assert "read_item(item_id=1)   — your endpoint" in done.stdout
    assert "SELECT item.id, item.name FROM item WHERE item.id = ?   ← (1,)" in done.stdout
    assert "◀ 200   null" in done.stdout


def test_an_error_of_the_app_is_shown(items: Path) -> None:
    done = run("their.items", "GET", "/broken", folder=items)
    assert "raises: ZeroDivisionError: division by zero" in done.stdout
    assert "◀ 500" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.such.module:app", "GET", "/"], "cannot import no.such.module"),
        (["workbook.paths:ROOT", "GET", "/"], "workbook.paths:ROOT is not a FastAPI app"),
        (["workbook.paths:nothing", "GET", "/"], "is not a FastAPI app"),
        (["after_session", "POST", "/expenses", "{"], "the body is not valid JSON"),
        (["after_session", "GET", "expenses"], "a path begins with /"),
        (["", "GET", "/"], "name it as module:app"),
    ],
)
def test_a_clear_message(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])  # the command adds the folder to it
    done = CliRunner().invoke(app, ["trace", *arguments])
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clear_message_and_no_more_in_a_terminal(items: Path) -> None:
    done = run("their.items:engine", "GET", "/", folder=items)
    said = "their.items:engine is not a FastAPI app: name it as module:app\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
