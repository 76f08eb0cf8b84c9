"""Leave out of an example what its difference does not need, and make what is left plain."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from workbook.same.findings.found import Found
from workbook.same.requests.step import MARK, Example, Step

PLAIN: dict[type, Any] = {str: "a", int: 1, float: 1.5}
DATE, PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d"), "2026-01-01"


def shortest(found: Found, tried: Callable[[Example], Found | None]) -> Iterator[Found]:
    """Yield the same difference in ever shorter and plainer examples.

    Hypothesis would shrink what it has drawn, bit by bit; this knows what a request is made of,
    and needs far fewer runs.

    Args:
        found: the difference, in an example.
        tried: runs an example, and finds the same difference or nothing.

    """
    for shorter in _without_steps(found, tried):
        yield (found := shorter)
    i = 0
    while i < len(found.example):  # it may become shorter: one that is plainer shows it earlier
        place = 0
        while i < len(found.example) and place < len(simpler := list(_plainer(found.example[i]))):
            plainer = tried([*found.example[:i], simpler[place], *found.example[i + 1 :]])
            if plainer is None:
                place += 1  # where it helps, the next one has come into its place
            else:
                yield (found := plainer)
        i += 1
    yield from _without_steps(found, tried)  # another one may be needless now


def _without_steps(found: Found, tried: Callable[[Example], Found | None]) -> Iterator[Found]:
    """Leave out half of the steps, then quarters, at last one after the other."""
    size = max(1, len(found.example) // 2)
    while size:
        end = len(found.example) - 1  # the last one shows it
        while end > 0:
            begin = max(0, end - size)
            shorter = tried(found.example[:begin] + found.example[end:])
            if shorter is not None:
                yield (found := shorter)
            end = min(begin, len(found.example) - 1)
        size //= 2


def _plainer(step: Step) -> Iterator[Step]:
    """Yield a request with one thing less, and with one value that is plainer."""
    is_dict = isinstance(step.body, dict) and MARK not in step.body and not step.raw
    body = step.body if is_dict else {}
    for name in body:
        yield replace(step, body={n: v for n, v in body.items() if n != name})
    for i in range(len(step.query)):
        yield replace(step, query=step.query[:i] + step.query[i + 1 :])
    for name, value in body.items():
        is_date = isinstance(value, str) and DATE.fullmatch(value)
        plain = PLAIN_DATE if is_date else PLAIN.get(type(value))
        if plain is not None and value != plain:
            yield replace(step, body=body | {name: plain})
