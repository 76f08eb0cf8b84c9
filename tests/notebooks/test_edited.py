"""Each lesson is as it was executed: the one test of a lesson that somebody has edited."""

import subprocess

import pytest

from tests.shared.notebooks import EDITED
from workbook.lessons.edited import advice
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS, ROOT


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_is_as_it_was_executed(lesson: str) -> None:
    if lesson in EDITED:
        pytest.fail(advice(lesson, EDITED[lesson]), pytrace=False)


def test_every_notebook_that_git_has_is_named_as_a_lesson() -> None:
    command = ["git", "ls-files", NOTEBOOKS.name]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this folder is not a clone")
    names = {f"{NOTEBOOKS.name}/{file_name(lesson)}" for lesson in LESSONS}
    assert set(listed.stdout.split()) == names
