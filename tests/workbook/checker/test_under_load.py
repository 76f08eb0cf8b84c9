"""A limit says of itself that it was met; and on a busy machine no right solution meets one.

`HEAVY=1 uv run pytest -m slow tests/workbook/checker/test_under_load.py` checks 20 times two
right ones. Of the same kind is a process that is stopped, in test_check_failed.py.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.student import SOLVED, checked_at_once, with_change
from workbook.checker.limits import Limits
from workbook.endpoints import ENDPOINTS
from workbook.paths import ROOT

pytestmark = pytest.mark.slow

ANOTHER_WAY = (ROOT / "tests/shared/solutions/another_way.py").read_text(encoding="utf-8")
RIGHT = 20 if os.environ.get("HEAVY") else 1
# Only a contract test asks for the largest id; what a report looks at comes before, and is right.
GET = "def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:\n"


@pytest.mark.parametrize(
    ("does", "said"),
    {
        "pass": "it was still running after 1 seconds of processor time",
        "__import__('time').sleep(60)": "it still waited after 1 seconds, and used no processor",
    }.items(),
)
def test_a_limit_that_is_met_within_a_contract_test_names_itself(
    tmp_path: Path, does: str, said: str
) -> None:
    text = with_change(GET, f"{GET}    while expense_id > 2**31 - 2:\n        {does}\n")
    found = checked_at_once(tmp_path, "get_expense", {"": (text, Limits(request=1))})[""]
    assert found.check_failed == ""
    assert found.problem is not None
    assert said in found.problem.what
    assert f"{found.problem.text}\n" in text[text.index(GET) + len(GET) :]
    assert found.problem.meaning == "That is a limit of the check; `--request 2` allows more."


@pytest.fixture
def eight_busy_loops() -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    yield
    for each in loops:
        each.kill()
        each.wait()


def test_right_ones_pass_beside_eight_busy_loops(tmp_path: Path, eight_busy_loops: None) -> None:
    for number in range(RIGHT):
        folder = tmp_path / str(number)
        folder.mkdir()
        files = {name: (name, None) for name in (SOLVED, ANOTHER_WAY)}
        found = checked_at_once(folder, ENDPOINTS[number % len(ENDPOINTS)], files)
        assert [each.passed for each in found.values()] == [True, True]
