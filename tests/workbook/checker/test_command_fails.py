"""`workbook check` and `progress` where a check itself fails: status 2, and nobody is blamed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbook.__main__ import app
from workbook.checker.limits import Limits
from workbook.checker.verdict import Verdict


def workbook(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})


def test_a_check_that_failed_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[Limits] = []

    def fail(endpoint: str, path: Path, limits: Limits, stop: object) -> Verdict:
        used.append(limits)
        return Verdict(endpoint, check_failed="No space left on device: /tmp")

    monkeypatch.setattr("workbook.checker.command.run_check", fail)
    options = ("--seconds", "50", "--request", "5", "--wall", "99", "--memory", "1500")
    checked = workbook("check", "get_summary", *options)
    assert (checked.exit_code, checked.stderr) == (2, "")
    assert "there is no verdict, for the check itself failed" in checked.stdout
    assert used == [Limits(50, 5, 99, 1_500_000_000)]
    shown = workbook("progress")
    assert shown.exit_code == 2
    assert shown.stdout.count("? ") == 10
    assert (
        "0 of 6 endpoints are solved.\n  No space left on device: /tmp. This says" in shown.stdout
    )
