"""Each lesson runs in a browser as it does on the desktop."""

import json

import pytest

from tests.shared.chromium import Lab
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS
from workbook.site.compare_outputs import differences

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_gives_the_committed_outputs(lab: Lab, lesson: str) -> None:
    committed = json.loads((NOTEBOOKS / file_name(lesson)).read_text(encoding="utf-8"))
    lab.open(lesson)
    assert differences(committed, lab.run_all(), lesson) == []
