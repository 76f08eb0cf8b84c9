"""What meets a limit of the check, or stops itself, is the student's code and not the machine."""

import sys
from pathlib import Path

import pytest

from tests.shared.student import checked_at_once, with_change
from workbook.checker.limits import Limits

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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it has no such limits or signals")
def test_who_meets_a_limit_is_judged(tmp_path: Path) -> None:
    files = {name: (with_change(old, new), limits) for name, (old, new, limits, _) in CASES.items()}
    for name, verdict in checked_at_once(tmp_path, "create_expense", files).items():
        assert (verdict.passed, verdict.check_failed) == (False, "")
        assert CASES[name][3] in verdict.diagnosis
