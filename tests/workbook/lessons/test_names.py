"""A lesson is found by whatever a student types for it."""

import pytest

from workbook.endpoints import ENDPOINTS
from workbook.lessons.names import LESSONS, lesson


@pytest.mark.parametrize(
    "typed",
    [
        "04",
        "4",
        "create",
        "04_create",
        "04_create.ipynb",
        "a/04_create.ipynb",
        "04 Create",
    ],
)
def test_what_is_typed_for_a_lesson(typed: str) -> None:
    assert lesson(typed) == "04_create"


@pytest.mark.parametrize("typed", ["", "99", "creat", "-1", *ENDPOINTS])
def test_what_is_no_lesson_gets_the_list(typed: str) -> None:
    with pytest.raises(ValueError, match=f"no lesson '{typed}', only 00 start here, .*14 moving"):
        lesson(typed)


def test_the_lessons_are_in_reading_order() -> None:
    assert list(LESSONS) == sorted(LESSONS)
