"""Values that apps stumble over: limits, odd text, halves of a cent, what another row has."""

import json
import re
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from workbook.same.requests.limits import SMALL
from workbook.same.requests.step import reference

NUMBERS: list[Any] = [0, -1, 1, 2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63), 1e9, 0.1, 1e-9, -0.0]
TEXTS = [
    "",
    " ",
    "a",
    "A",
    "1",
    "\0",
    "é" * 200,
    "x" * 300,
    "👩‍👩‍👧",
    "'; DROP TABLE x; --",
    "%_",
    "a\n",
]
TEXTS += ["2026-02-29", "2026-11-23", "2026-11-23T00:00:00Z", "null", "\ud800", "ß", "İ"]
OTHERS: list[Any] = [None, True, False, [], {}]
# Bodies; `\udcff` stands for the byte 0xff, which no UTF-8 begins with.
BROKEN = ["", "{", "null", "[]", '"text"', "1", "[" * 9_000, "9" * 9_000, "\udcff", '{"a": 1,}']
LITERALS = ["NaN", "-Infinity", "1e400", "5e-324", "01", "1E2", "-0.0", "9" * 500, ""]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"]
KINDS = ["application/json; charset=latin-1", "application/a+json", "text/plain", "x"]
# Sums of these come near half a cent, where rounding could differ.
HALVES = st.integers(1, 2_000).map(lambda n: (2 * n - 1) / 200)
NUMBER = re.compile(r"(: ?)-?[0-9.]+(?:e[+-]?[0-9]+)?")  # after a name
ODD = st.sampled_from([*OTHERS, *TEXTS, *NUMBERS])
# How many values came later: mostly none, now and then so many that it is the first one.
RECENT = st.sampled_from([0] * 40 + [1] * 20 + [2, 3, 4] * 10 + [*range(5, 25)])
ODD_IDS: list[Any] = [0, 0, 1, 2, -1, -1, 2**31, 2**63 - 1, 2**63, "9" * 30]
ODD_IDS += ["x", "1.0", "01", "%00", " "]


@st.composite
def raw_bodies(draw: st.DrawFn, good: Any) -> str:
    """Draw a body that is no JSON, or one with a number as few have seen it."""
    text = json.dumps(good)
    if draw(st.booleans()) and NUMBER.search(text):
        literal = draw(st.sampled_from(LITERALS))
        return NUMBER.sub(lambda match: match[1] + literal, text, count=1)
    return draw(st.sampled_from(BROKEN))


@st.composite
def bodies(draw: st.DrawFn, good: Any, nullable: dict[str, bool], *, whole: bool) -> Any:
    """Draw a body, from one that the document allows, with a field or two that are odd.

    Args:
        draw: as Hypothesis gives it.
        good: the body.
        nullable: the names of the document's fields, and whether null is one of their values.
        whole: it makes a row, so that one field alone would be refused.

    """
    if not isinstance(good, dict):
        return good
    if draw(st.integers(0, 7)) < 7:  # names that the app does not know are of little use
        good = {name: value for name, value in good.items() if name in nullable}
    how = draw(st.sampled_from(["good", "good", "one field", "one null", "one null", "odd"]))
    if how == "good" or not good:
        return good
    if how == "one null":  # most often where it means something
        names = [name for name, may_be in nullable.items() if may_be]
        name = draw(st.sampled_from(names or list(good)))
        return good | {name: None} if whole else {name: None}
    if how == "one field":
        name = draw(st.sampled_from(list(good)))
        return good if whole else {name: good[name]}
    body = dict(good)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from([*good, *good, "id", "more"]))
        what = draw(st.sampled_from(["same", "like", "like", "null", "left out", "odd"]))
        if what == "left out":
            body.pop(name, None)
        elif what == "null":
            body[name] = None
        elif what == "odd":
            body[name] = draw(ODD)
        elif what == "same" and name in good:  # as an earlier row has it
            body[name] = reference(name, draw(RECENT), good[name])
        elif name in good:
            body[name] = draw(like(good[name]))
        else:
            body[name] = reference(name, draw(RECENT), 1)
    return body


def like(value: Any, within: Sequence[int] = SMALL) -> st.SearchStrategy[Any]:
    """Return values of the same type, which are more likely to meet each other.

    Args:
        value: such as the document allows.
        within: whole numbers that it may be, if it is a number.

    """
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int | float) and within:
        whole = st.sampled_from(within)
        return whole | HALVES if isinstance(value, float) and 1 in within else whole
    if isinstance(value, str):
        return st.sampled_from(["a", "b", "A", "ab", " a ", "a" * 40, "", value])
    return st.just(value)
