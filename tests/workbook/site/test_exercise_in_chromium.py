"""The exercise is written in the page, and checked there."""

from pathlib import Path

import pytest

from tests.shared.chromium import Lab
from workbook.checker.exercise import REFERENCE

pytestmark = pytest.mark.browser

FILE = "exercise/main.py"
CHECK = "from workbook import check\nprint(check('create_expense'))"
RIGHT = Path(REFERENCE).read_text(encoding="utf-8")
COMMIT = "session.commit()"
ENDLESS = "\n    while True:\n        pass\n    session.commit()"


def test_what_is_saved_is_checked_and_stays(lab: Lab) -> None:
    lab.open("04_create")
    assert "to do" in lab.execute(CHECK) or "pass" in lab.execute(CHECK)
    lab.save(FILE, RIGHT.replace(COMMIT, "session.flush()", 1))
    assert "commit" in lab.execute(CHECK)
    lab.save(FILE, RIGHT.replace(f"\n    {COMMIT}", ENDLESS, 1))
    assert "while" in lab.execute(CHECK)
    lab.save(FILE, RIGHT)
    assert "solved" in lab.execute(CHECK)
    lab.page.reload()
    lab.open("05_read")
    assert lab.saved(FILE) == RIGHT
    assert "solved" in lab.execute(CHECK)
