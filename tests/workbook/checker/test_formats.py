"""`workbook check --format json`, and what is the same in each format."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared.check_command import check, said
from tests.shared.student import SOLVED
from tests.shared.verdicts import BROKEN, GET, HOLDS, LINE, LIST
from workbook.checker.exercise import start
from workbook.checker.report.json_text import VERSION
from workbook.checker.verdict import Verdict
from workbook.endpoints import ENDPOINTS


def test_json_is_all_that_is_printed(in_job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch)
    done = check("--format", "json")
    assert (done.exit_code, done.stderr) == (2, "")
    assert done.stdout.isascii()
    data: dict[str, Any] = json.loads(done.stdout)
    assert list(data) == ["version", "file", "passed", "check_failed", "limits", "endpoints"]
    assert (data["version"], data["passed"], data["check_failed"]) == (VERSION, False, True)
    assert [each["endpoint"] for each in data["endpoints"]] == ENDPOINTS
    assert [each["passed"] for each in data["endpoints"]] == [False] * 4 + [True, False]
    assert [each["check_failed"] for each in data["endpoints"]] == [False] * 5 + [True]
    assert [each["line"] for each in data["endpoints"]] == [7, LINE[LIST], 12, 99, None, None]
    assert data["endpoints"][1] == {
        "endpoint": LIST,
        "passed": False,
        "check_failed": False,
        "diagnosis": "does not hold: it is right",
        "line": LINE[LIST],
        "behaviours": [
            {"name": "it works", "holds": True, "is_given": False},
            {"name": "it is right", "holds": False, "is_given": False},
            {"name": "it is there", "holds": True, "is_given": True},
        ],
    }
    assert data["limits"]["memory"] == 2_000_000_000


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_the_exit_status_is_that_of_the_text(
    in_job: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    for status, verdict in enumerate(
        (
            Verdict(GET, behaviours=(HOLDS,), source=SOLVED),
            Verdict(GET, behaviours=(BROKEN,), source=SOLVED),
            Verdict(GET, check_failed="no disk"),
        )
    ):
        said(monkeypatch, **{GET: verdict})
        assert check(GET, "--format", form).exit_code == status


def test_a_real_check_tells_the_students_code_nothing_of_the_job(
    in_job: Path, tmp_path: Path
) -> None:
    code = "import os\nraise ValueError([name for name in os.environ if 'GITHUB' in name])\n"
    in_job.write_text(start() + code, encoding="utf-8")
    (tmp_path / "summary.md").mkdir()
    done = check(GET, "--format", "github")
    assert done.exit_code == 1
    assert ",title=get_expense::ValueError: [], in your line" in done.stdout
    assert done.stderr == "cannot write the summary: Is a directory\n"
