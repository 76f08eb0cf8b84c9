"""The lesson of a difference shows it: its text names it."""

import pytest

from tests.shared.lesson_texts import markdown
from tests.shared.notebooks import read
from workbook.differences import DIFFERENCES, TEST_ONLY, Difference
from workbook.lessons.names import LESSONS
from workbook.paths import NOTEBOOKS

SHOWN = [difference for difference in DIFFERENCES if difference.lesson != TEST_ONLY]


@pytest.mark.parametrize("difference", SHOWN, ids=lambda difference: difference.name)
def test_the_lesson_of_a_difference_names_it(difference: Difference) -> None:
    assert difference.lesson in LESSONS
    text = markdown(read(NOTEBOOKS / f"{difference.lesson}.ipynb").cells).lower()
    assert difference.name.replace("_", " ") in text
