"""The lessons as a browser runs them, without one: this finds nearly all that would fail there."""

from copy import deepcopy

import nbformat
import pytest

from workbook.lessons.execute import run_cells
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS
from workbook.site.compare_outputs import differences


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_gives_the_same_outputs(lesson: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_IN_BROWSER", "1")
    committed = nbformat.read(NOTEBOOKS / file_name(lesson), as_version=4)
    executed = deepcopy(committed)
    run_cells(executed, NOTEBOOKS)
    assert differences(committed, executed, lesson) == []
