"""An app that keeps its data in memory forgets it at a restart, and one with a file does not."""

import shutil
from pathlib import Path

import pytest

from workbook.paths import ROOT
from workbook.same.answers.compared import differences
from workbook.same.answers.difference import Difference
from workbook.same.answers.noise import Noise, Tokens
from workbook.same.requests.step import Step, reference
from workbook.same.search.learning import forgets
from workbook.same.side.runner import side

pytestmark = pytest.mark.slow

JSON = "application/json"
BOOK = Step("PUT /books/{slug}", {"slug": "a"}, body={"title": "A"}, media_type=JSON)
NOTE = Step("POST /api/notes/", body={"text": "tea"}, media_type=JSON)
ONE = Step("GET /books/{slug}", {"slug": reference("slug", 0, "b")})


@pytest.mark.parametrize(
    ("name", "step", "looks", "expected"),
    [
        ("books_before.py", BOOK, [ONE, Step("GET /books")], True),
        ("notes_before.py:create_app", NOTE, [Step("GET /api/notes/")], False),
        ("books_before.py", BOOK, [ONE], False),  # there is nothing to look at
    ],
)
def test_it_is_seen_whether_data_is_kept(
    name: str,
    step: Step,
    looks: list[Step],
    expected: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copy(ROOT / "tests" / "shared" / "pairs" / name.partition(":")[0], tmp_path)
    monkeypatch.chdir(tmp_path)
    with side(name) as app:
        assert forgets(app, [([step], app.run([step]))], looks, Noise()) is expected


LOGIN = Step("POST /login", body={"name": "ann"}, media_type=JSON)
TOKEN = {"authorization": reference("token", 0, "", "Bearer ")}
BOTH = """
import json
from pathlib import Path
from fastapi import FastAPI, Header, HTTPException
app = FastAPI()
tokens, seen, FILE = set(), [], Path("rows.json")

def rows():
    return json.loads(FILE.read_text()) if FILE.exists() else []

@app.post("/login")
def login() -> dict:
    tokens.add("t")
    return {"token": "t"}

@app.post("/rows")
def add() -> None:
    FILE.write_text(json.dumps([*rows(), 1]))

@app.post("/seen")
def see() -> None:
    seen.append(1)

@app.get("/rows")
def read(authorization: str = Header("")) -> list[int]:
    if authorization.removeprefix("Bearer ") not in tokens:
        raise HTTPException(401)
    return rows()

@app.get("/seen")
def read_seen() -> list[int]:
    return seen
"""


def test_an_app_that_keeps_something_does_not_forget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(BOTH, "utf-8")
    monkeypatch.chdir(tmp_path)
    rows, seen = Step("GET /rows", headers=TOKEN), Step("GET /seen")
    example = [LOGIN, Step("POST /rows")]
    with side("app.py") as app:
        ran = app.run(example)
        assert forgets(app, [(example, ran)], [rows], Noise(), [LOGIN]) is False
        only = [LOGIN, Step("POST /seen"), Step("POST /seen"), Step("POST /seen")]
        both = [(only, app.run(only)), (example, ran)]
        assert forgets(app, both, [rows, seen], Noise(), [LOGIN]) is False


def test_a_crash_is_told_by_its_error() -> None:
    old = {"status": 404, "headers": [], "body": "", "raised": ""}
    new = old | {"status": 500, "raised": "OverflowError: Python int too large"}
    expected = [Difference("GET /", "status 404, now 500 (OverflowError)")]
    assert differences("GET /", old, new, Noise(), Tokens()) == expected
