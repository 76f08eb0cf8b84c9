"""`changed_characters`: what is marked within two lines that stand beside each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.display.wrap import words
from workbook.review.align import (
    changed_characters,
)

repeatable = settings(derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("x = 1", "x = 1", ("", "")),
        ("x = 1", "x = 12", ("1", "12")),
        ("save_expenses()", "session.commit()", ("save_expenses", "session.commit")),
        ("    return x", "    return db_x", ("x", "db_x")),
        ("f(a)", "f(a, b)", ("", ", b")),
        ("", "x", ("", "x")),
        ("f() -> int", "f() == int", ("->", "==")),
    ],
)
def test_changed_characters(before: str, after: str, changes: tuple[str, str]) -> None:
    positions = changed_characters(before, after)
    for line, found, expected in zip((before, after), positions, changes, strict=True):
        assert "".join(line[i] for i in sorted(found)) == expected


@repeatable
@given(st.text("ab .", max_size=12), st.text("ab .", max_size=12))
def test_what_is_not_marked_is_the_same(before: str, after: str) -> None:
    left, right = changed_characters(before, after)
    kept = [
        "".join(character for i, character in enumerate(line) if i not in marked)
        for line, marked in ((before, left), (after, right))
    ]
    assert kept[0] == kept[1]
    assert "".join(words(before)) == before
