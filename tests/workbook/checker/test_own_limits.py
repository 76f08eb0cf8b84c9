"""What meets a limit of the check, or stops itself, is the student's code and not the machine."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.shared.student import changed
from workbook.checker.limits import Limits
from workbook.checker.run import run_check

TOP = "NOT_FOUND: dict"
BODY = "    db_expense = Expense.model_validate(expense)\n"
CASES = {
    "stops itself": (
        TOP,
        f"import os, signal; os.kill(os.getpid(), signal.SIGSTOP)\n{TOP}",
        Limits(wall=1),
        "Python itself was ended by SIGKILL",
    ),
    "a large file": (
        BODY,
        f'{BODY}    db_expense.description = "x" * 3_000_000\n',
        Limits(file=2_000_000),
        "disk",
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="it has no such limits or signals")
def test_who_meets_a_limit_is_judged(tmp_path_factory: pytest.TempPathFactory) -> None:
    def said(name: str) -> tuple[str, str]:
        old, new, limits, _ = CASES[name]
        folder: Path = tmp_path_factory.mktemp("limit")
        verdict = run_check("create_expense", changed(folder, old, new), limits)
        assert not verdict.passed
        return verdict.check_failed, verdict.diagnosis

    with ThreadPoolExecutor(2) as workers:
        found = dict(zip(CASES, workers.map(said, CASES), strict=True))
    assert {name: failed for name, (failed, _) in found.items()} == dict.fromkeys(CASES, "")
    for name, (_, diagnosis) in found.items():
        assert CASES[name][3] in diagnosis, (name, diagnosis)
