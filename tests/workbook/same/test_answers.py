"""Two answers beside each other: what differs is marked, and what does not is folded."""

import json
import time
from typing import Any

import pytest

from workbook.review.view import Folded
from workbook.same.told.answers import both_answers


def answer(body: str, status: int = 200, raised: str = "", **headers: str) -> dict[str, Any]:
    return {"status": status, "headers": list(headers.items()), "body": body, "raised": raised}


def marked(old: dict[str, Any], new: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the lines that only OLD has, and those that only NEW has."""
    view = both_answers(old, new)
    cells = [[line.cells[i] for line in view.lines] for i in range(2)]
    first, second = ([c.text.strip() for c in each if c and c.sign] for each in cells)
    return first, second


@pytest.mark.parametrize(
    ("old", "new", "only_old", "only_new"),
    [
        (answer('{"a": 1, "b": 2}'), answer('{"a": 1}'), ['"b": 2'], []),  # no comma is marked
        (answer("[1, 2, 3]"), answer("[1, 3]"), ["2"], []),  # what comes later moves up
        (answer('{"a": 1}'), answer('{"a":1}'), ['{"a": 1}'], ['{"a":1}']),  # as it was written
        (answer("<p>a"), answer("<p>b"), ["<p>a"], ["<p>b"]),
        (answer("x\n", 200), answer("x\n", 201), ["status 200"], ["status 201"]),
        (answer("", x="1", date="1"), answer("", x="2", date="2"), ["x: 1"], ["x: 2"]),
        (answer("", 0, "no answer within 5 s"), answer(""), None, None),
        (
            answer("no", 500, "KeyError: 1"),
            answer("no", 500, "KeyError: 2"),
            ["the app raised KeyError: 1"],
            ["the app raised KeyError: 2"],
        ),
        (answer('"\\u0007"'), answer('"\x1b[31m"'), ['"\\u0007"'], ['"\\x1b[31m"']),  # does nothing
    ],
)
def test_what_differs_is_marked(
    old: dict[str, Any], new: dict[str, Any], only_old: list[str] | None, only_new: list[str]
) -> None:
    lines = marked(old, new)
    if only_old is None:
        assert lines == (["no answer within 5 s"], ["status 200", "(no body)"])
    else:
        assert lines == (only_old, only_new)


def test_a_large_answer_is_folded_and_takes_no_time() -> None:
    rows = [{"id": i, "text": f"row {i}"} for i in range(1_000)]
    other = [each | {"text": "ROW"} if each["id"] % 2 else each for each in rows]
    since = time.process_time()
    old, new = answer(json.dumps(rows)), answer(json.dumps([*rows[:9], {}, *rows[10:]]))
    view = both_answers(old, new)
    assert sum(isinstance(part, Folded) for part in view.parts) == 2
    assert len(view.parts) < 20
    assert len(marked(old, answer(json.dumps(other)))[0]) == 500
    assert time.process_time() - since < 2


def test_of_a_long_line_only_what_differs_is_marked() -> None:
    text = "x" * 5_000
    old, new = (json.dumps({"a": f"{text}{sign}{text}"}) for sign in "ab")
    view = both_answers(answer(old), answer(new))
    assert len(marked(answer(old), answer(new))[0]) == 1
    assert max(len(cell.text) for line in view.lines for cell in line.cells if cell) <= 160
