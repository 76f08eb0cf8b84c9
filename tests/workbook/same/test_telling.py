"""Which of your own lines make the last answer: no more is said than what was seen."""

from typing import Any

import pytest

from workbook.same.answers.difference import Difference
from workbook.same.findings.found import Found
from workbook.same.findings.shown import BOTH_READ, NO_LINE, NO_XRAY, Shown
from workbook.same.requests.step import RESTART, Step
from workbook.same.side.runner import Picture, Ran

GET, POST = Step("GET /a"), Step("POST /a")
SEEN, NONE, LINE = Picture("an X-ray"), Picture(), Picture("an X-ray", telling=["line 3: f()"])
NOTHING = [("OLD", NO_LINE), ("NEW", NO_LINE)]


def ran(count: int, status: int) -> Ran:
    answer: dict[str, Any] = {"headers": [], "body": "", "raised": ""}
    answers = [answer | {"status": 200}] * (count - 1) + [answer | {"status": status}]
    return Ran(answers, [vars(GET)] * count)


@pytest.mark.parametrize(
    ("example", "pictures", "status", "rows"),
    [
        ([POST, RESTART, GET], (SEEN, SEEN), 200, [BOTH_READ]),
        ([GET], (SEEN, SEEN), 200, NOTHING),  # there is nothing earlier
        ([RESTART, GET], (SEEN, SEEN), 200, NOTHING),
        ([GET, GET], (SEEN, SEEN), 200, NOTHING),
        ([POST, GET], (SEEN, SEEN), 500, NOTHING),  # a library has raised, after the endpoint
        ([POST, GET], (SEEN, NONE), 0, [("OLD", NO_LINE), ("NEW", NO_XRAY)]),
        ([POST, GET], (LINE, NONE), 0, [("OLD", "line 3: f()"), ("NEW", NO_XRAY)]),
    ],
)
def test_what_is_said_where_no_line_was_seen(
    example: list[Step], pictures: tuple[Picture, Picture], status: int, rows: list[tuple[str, str]]
) -> None:
    count = sum(step != RESTART for step in example)
    found = Found(Difference("GET /a", "a kind"), example, ran(count, 200), ran(count, status))
    assert Shown(found, pictures).telling() == rows
