"""Made-up requests to the old app with a file, and to the new one with that file imported."""

import json
import shutil
from pathlib import Path

import pytest

from tests.shared.importing import run_import
from tests.shared.processes import data
from workbook.paths import AFTER, BEFORE, ROOT
from workbook.same.compare import compare
from workbook.same.options import Options

EXAMPLES = 20


@pytest.mark.slow
def test_after_an_import_both_give_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in (BEFORE, AFTER):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=without)
    expense = json.loads(data())["expenses"]["1"]
    expenses = {number: expense | {"id": number} for number in (1, 3, 4)}
    file = tmp_path / "expenses.json"
    file.write_text(json.dumps({"counter": 6, "expenses": expenses}))
    assert run_import(file, f"sqlite:///{tmp_path}/expenses.db")[0] == 0
    monkeypatch.chdir(tmp_path)
    options = Options(examples=EXAMPLES, seed=1, plants=False)
    verdict = compare(f"{BEFORE}.main:app", f"{AFTER}.main:app", options)
    assert verdict.differences() == []
    assert verdict.seen.requests > 10 * EXAMPLES
    statuses = verdict.seen.statuses
    assert {200, 404, 422} <= statuses["GET /expenses/{expense_id}"].keys()
    assert {201, 422} <= statuses["POST /expenses"].keys()
