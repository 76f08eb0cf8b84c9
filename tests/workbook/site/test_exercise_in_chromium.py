"""The exercise is written in the page, and checked there."""

from collections.abc import Iterator

import pytest

from tests.shared.chromium import Lab
from workbook.checker.exercise import REFERENCE

pytestmark = pytest.mark.browser

FILE = "exercise/main.py"
CHECK = "from workbook import check\nprint(check('create_expense'))"
RIGHT = REFERENCE.read_text(encoding="utf-8")
WRONG = RIGHT.replace("session.commit()", "session.flush()", 1)
ENDLESS = RIGHT.replace("    session.commit()", "    while True:\n        pass", 1)


@pytest.fixture
def lab_04(lab: Lab) -> Iterator[Lab]:
    """Give JupyterLab with lesson 04; then the exercise is again what the other tests expect."""
    lab.open("04_create")
    start = lab.saved(FILE)
    yield lab
    lab.save(FILE, start)


def test_what_is_saved_is_checked_and_stays(lab_04: Lab) -> None:
    assert "create_expense: not filled in yet" in lab_04.execute(CHECK)
    lab_04.save(FILE, WRONG)
    wrong = lab_04.execute(CHECK)
    assert "✗ no   keeps the expense when the app restarts" in wrong
    assert "commit" in wrong
    lab_04.save(FILE, ENDLESS)
    assert "is there a loop that never ends?" in lab_04.execute(CHECK)
    lab_04.save(FILE, RIGHT)
    assert "✓ create_expense: solved" in lab_04.execute(CHECK)
    lab_04.page.reload()
    lab_04.wait()
    assert lab_04.saved(FILE) == RIGHT
    assert "✓ create_expense: solved" in lab_04.execute(CHECK)
