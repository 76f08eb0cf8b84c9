"""A restart in an example: the app is imported anew, and finds the files that it has left."""

import shutil
from pathlib import Path

import pytest

from workbook.paths import ROOT
from workbook.same.requests.step import RESTART, Step, reference
from workbook.same.side.runner import side

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
