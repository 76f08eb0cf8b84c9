"""The order of an X-ray's entries: what came before an error, and what after the answer."""

import pytest

from workbook.checker.evidence.entries import commits_after_answer, first_failed, up_to
from workbook.xray.entries import Answer, Entry, Header, Phase, Statement, Step

ERROR = "ValueError: no"


def line(number: int, depth: int = 0, error: str = "") -> Step:
    return Step(number, f"line {number}", depth, error=error)


ENTRIES: list[Entry] = [
    Header("endpoint()", "your endpoint", 0),
    line(1, error="KeyError: caught"),
    line(2, error=ERROR),
    Header("inner()", "", 1),
    line(3, depth=1),
    line(4, depth=1, error=ERROR),
    Header("get_session() goes on", "dependency", 0),
    line(5, error=ERROR),
    line(6),
]


@pytest.mark.parametrize(
    ("error", "number"),
    [(ValueError("no"), 4), (KeyError("caught"), 1), (TypeError(), 0), (None, 1)],
)
def test_the_line_that_raised_is_the_innermost(error: Exception | None, number: int) -> None:
    failed = first_failed(ENTRIES, error)
    assert (failed.number if failed else 0) == number


def test_what_came_later_is_left_out() -> None:
    lines = up_to(first_failed(ENTRIES, ValueError("no")), ENTRIES)
    assert [each.number for each in lines] == [1, 2, 3, 4]
    assert len(up_to(None, ENTRIES)) == 6


def sends(*texts: str) -> Step:
    return Step(1, "", 0, phases=[Phase(sql=tuple(map(Statement, texts)))])


@pytest.mark.parametrize(
    ("entries", "is_late"),
    [
        ([sends("BEGIN", "INSERT INTO x", "COMMIT"), Answer(201, "")], False),
        ([sends("BEGIN", "INSERT INTO x"), Answer(201, ""), sends("COMMIT")], True),
        ([Answer(201, ""), sends("BEGIN", "UPDATE x", "COMMIT")], True),
        ([sends("SELECT 1"), Answer(200, ""), sends("COMMIT")], False),
        ([sends("INSERT INTO x", "COMMIT"), Answer(201, ""), sends("SELECT 1", "COMMIT")], False),
        ([sends("INSERT INTO x"), Answer(201, ""), sends("ROLLBACK")], False),
        ([], False),
    ],
)
def test_a_commit_after_the_answer(entries: list[Entry], is_late: bool) -> None:
    assert commits_after_answer(entries) == is_late
