"""Try the requests with planted mistakes: would they have been found?"""

import time
from collections.abc import Callable
from pathlib import Path

from workbook.same.findings.planted import mistakes
from workbook.same.findings.verdict import Tried, name_in
from workbook.same.requests.step import RESTART, Example
from workbook.same.search.comparing import Comparing
from workbook.same.side.runner import Ran, RefusedError, Side
from workbook.xray.any_app.errors import AppError

TRIED = 20  # examples, at most, for each mistake


def plant(
    new: Side,
    comparing: Comparing,
    corpus: list[tuple[Example, Ran]],
    until: float,
    progress: Callable[[str], None],
) -> list[Tried]:
    """Plant each mistake in a copy of NEW, and ask it what OLD has answered already.

    Args:
        new: NEW; afterwards it is not to be used any more.
        comparing: what is noise, and what is accepted.
        corpus: examples, with what came of them in OLD.
        until: when the time is over; the mistakes that are left get a moment each.
        progress: is told what happens.

    """
    planted = mistakes(new.files)
    corpus = _telling(corpus)
    tried: list[Tried] = []
    for i, each in enumerate(planted):
        share = max(0.5, (until - time.monotonic()) / (len(planted) - i))
        name = name_in(new.place.folder, each.file)
        progress(f"planted {i + 1} of {len(planted)}: {name}, line {each.line}: {each.what}")
        requests: int | None = 0
        try:
            new.change({Path(name): each.source})
            requests = _found(new, comparing, corpus, time.monotonic() + share)
        except (AppError, RefusedError):
            pass  # it does not even start: that is seen at once
        tried.append(Tried(each, requests, name))
    return tried


def _telling(corpus: list[tuple[Example, Ran]]) -> list[tuple[Example, Ran]]:
    """Return the examples that show the most: with most kinds of answers, with most successes."""

    def key(each: tuple[Example, Ran]) -> tuple[int, int]:
        steps = [step for step in each[0] if step != RESTART]
        pairs = zip(steps, each[1].answers, strict=False)
        kinds = {(step.operation, answer["status"]) for step, answer in pairs}
        return len(kinds), sum(answer["status"] < 400 for answer in each[1].answers)

    return sorted(corpus, key=key, reverse=True)[:TRIED]


def _found(
    wrong: Side, comparing: Comparing, corpus: list[tuple[Example, Ran]], until: float
) -> int | None:
    """Return after how many requests a mistake was found; None: it was not."""
    requests = 0
    for example, old in corpus:
        ran = wrong.run(example)
        found = comparing.first(example, old, ran)
        requests += len(found.example if found else example)
        if found:
            return requests
        if time.monotonic() > until:
            return None
    return None
