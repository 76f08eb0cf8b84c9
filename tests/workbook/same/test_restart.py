"""A restart in an example: the app is imported anew, and finds the files that it has left."""

import shutil
from pathlib import Path

import pytest

from workbook.paths import ROOT
from workbook.same.answers.compared import differences
from workbook.same.answers.noise import Noise, Tokens
from workbook.same.requests.step import RESTART, Step, reference
from workbook.same.side.runner import Picture, Ran, RefusedError, side

pytestmark = pytest.mark.slow

ADD = Step("POST /api/notes/", body={"text": "tea"}, media_type="application/json")
REMOVE = Step("DELETE /api/notes/{id}", path={"id": reference("id", 0, 0)})
LIST = Step("GET /api/notes/")


def test_data_is_there_after_a_restart_and_gone_in_the_next_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One reads a file when it is imported, if there is one; the other makes a database then.
    for name in ("notes_before.py", "notes_after.py"):
        shutil.copy(ROOT / "tests" / "shared" / "pairs" / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("notes_before.py:create_app", "notes_after.py:create_app"):
        with side(name) as app:
            for _ in range(2):
                ran = app.run([LIST, ADD, RESTART, LIST, REMOVE, LIST])
                counts = [a["body"].rpartition(":")[2] for a in ran.answers]
                assert counts == ["0}", "null}", "1}", "1}", "0}"], ran.answers
    assert sorted(each.name for each in tmp_path.iterdir()) == ["notes_after.py", "notes_before.py"]


APP = """
import os
from contextlib import asynccontextmanager
from fastapi import FastAPI

if os.path.exists("first"):
    open("first", "x")

@asynccontextmanager
async def life(_):
    open("tried", "a").write("x")
    assert os.path.getsize("tried") != int(os.environ.get("FAILS", 0))
    yield

app = FastAPI(lifespan=life)

@app.get("/ok")
def ok():
    return 1

@app.get("/first")
def first():
    open("first", "x")

@app.get("/refused")
def refused():
    open("kept", "x")
    open(os.environ["OUTSIDE"], "x")
"""
OK, FIRST, REFUSED = (Step(f"GET /{name}") for name in ("ok", "first", "refused"))


def test_an_app_that_starts_only_once_is_another_answer_and_the_next_example_is_as_new(
    tmp_path: Path,
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(APP)
    name, outside = str(tmp_path / "app" / "main.py"), {"OUTSIDE": str(tmp_path / "outside")}
    with side(name, environment=outside) as app:
        ran = app.run([FIRST, RESTART, OK, OK])
        (_, answer) = ran.answers
        why = "it does not start: cannot import main: FileExistsError: [Errno 17] File exists"
        assert (answer["status"], answer["raised"]) == (0, f"{why}: 'first'")
        (found,) = differences("GET /ok", {"status": 200, "raised": ""}, answer, Noise(), Tokens())
        assert found.kind == "status 200, now it does not start"
        assert app.picture([FIRST, RESTART, OK]) == Picture()
        with pytest.raises(RefusedError):
            app.run([OK, RESTART, REFUSED])
        assert not (app.place.folder / "kept").exists(), "also after an error"
        assert [each["status"] for each in app.run([OK, RESTART, OK, RESTART]).answers] == [200] * 2
    with side(name, environment={"FAILS": "1"}) as app:
        (answer,) = app.run([RESTART, OK]).answers
        assert answer["raised"].startswith("it does not start: AssertionError")


def test_references_are_counted_before_and_after_a_restart() -> None:
    ran = Ran()
    for used in (2, 1):
        ran.add({"used": used})
    assert ran.used == 3
