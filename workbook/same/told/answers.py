"""Two answers beside each other, as the review shows two versions of a file."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from workbook.display.harmless import clean
from workbook.review.align import LinePair, align_lines
from workbook.review.blocks import Numbered
from workbook.review.painter import Painter
from workbook.review.view import View, fold
from workbook.same.answers.compared import UNLIKE

TITLE = "The answers to the last request: − is only in {}, + only in {}"
CHUNK = 160  # characters: a longer line is shown as several, so that the rest of it can be folded
ALIGNED = 2_000  # pairs of lines that are compared; of more, each goes beside the next


def both_answers(
    old: dict[str, Any], new: dict[str, Any], heads: tuple[str, str] = ("OLD", "NEW")
) -> View:
    """Return a view of two answers; "−" marks a line that only OLD has, "+" one that only NEW has.

    Args:
        old: the answer of OLD.
        new: the answer of NEW.
        heads: whose they are.

    """
    bodies = [_pretty(each["body"]) for each in (old, new)]
    if bodies[0] == bodies[1]:  # they differ, if at all, in how they are written
        bodies = [old["body"], new["body"]]
    first, second = (
        list(enumerate(_lines(answer, body), 1))
        for answer, body in zip((old, new), bodies, strict=True)
    )
    painter = Painter(*("\n".join(line for _, line in lines) for lines in (first, second)))
    parts = [painter.line(row.before, row.after) for row in _aligned(first, second)]
    return View(TITLE.format(*heads), heads, fold(parts))


def _pretty(body: str) -> str:
    """Return JSON in lines, without the commas: a line does not differ because another follows."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2, separators=("", ": "))
    except (ValueError, RecursionError):
        return body


def _lines(answer: dict[str, Any], body: str) -> list[str]:
    if not answer["status"]:
        return [clean(answer["raised"] or "no answer", one_line=True)]
    lines = [f"status {answer['status']}"]
    lines += [f"the app raised {answer['raised']}"] if answer["raised"] else []
    lines += [f"{name}: {value}" for name, value in answer["headers"] if name not in UNLIKE]
    lines += body.split("\n") if body else ["(no body)"]
    return [piece for line in lines for piece in _pieces(clean(line, one_line=True))]


def _pieces(line: str) -> list[str]:
    return [line[i : i + CHUNK] for i in range(0, max(1, len(line)), CHUNK)]


def _aligned(old: list[Numbered], new: list[Numbered]) -> Iterator[LinePair]:
    """Align the lines; those that are equal at the beginning and at the end need no comparing."""
    begin = 0
    while begin < min(len(old), len(new)) and old[begin][1] == new[begin][1]:
        begin += 1
    rest = min(len(old), len(new)) - begin
    end = 0
    while end < rest and old[-1 - end][1] == new[-1 - end][1]:
        end += 1
    yield from map(LinePair, old[:begin], new[:begin])
    first, second = old[begin : len(old) - end], new[begin : len(new) - end]
    if len(first) * len(second) <= ALIGNED:
        yield from align_lines(first, second)
    else:
        yield from (LinePair(*pair) for pair in zip_longest(first, second))
    yield from map(LinePair, old[len(old) - end :], new[len(new) - end :])
