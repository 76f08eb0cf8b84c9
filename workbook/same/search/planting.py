"""Try the requests with planted mistakes: would they have been found?"""

import random
import time
from collections.abc import Callable
from pathlib import Path

from workbook.same.findings.accepted import Accepted
from workbook.same.findings.found import TRIED
from workbook.same.findings.planted import mistakes
from workbook.same.findings.verdict import Tried
from workbook.same.requests.step import Example, requests_in
from workbook.same.search.comparing import Comparing
from workbook.same.side.runner import Ran, RefusedError, Side
from workbook.xray.any_app.errors import AppError

Corpus = list[tuple[Example, Ran]]


class _OverError(Exception):
    """The time was over before all examples were tried."""


def plant(
    new: Side, comparing: Comparing, corpus: Corpus, until: float, progress: Callable[[str], None]
) -> tuple[list[Tried], int]:
    """Plant each mistake in a copy of NEW, and ask it what OLD has answered already.

    Args:
        new: NEW; afterwards it is not to be used any more.
        comparing: what is noise, and what is accepted; neither becomes more by this.
        corpus: examples, with what came of them in OLD.
        until: when the time is over, by `time.monotonic`.
        progress: is told what happens.

    Returns:
        What was tried to its end, and how many mistakes there was no time for.

    """
    own = Comparing(comparing.noise, Accepted(comparing.accepted.entries))
    # Once more without a mistake: noise that shows only now would be taken for one.
    corpus = [(e, old) for e, old in telling(corpus) if own.first(e, old, new.run(e)) is None]
    planted = mistakes(new.files)
    tried: list[Tried] = []
    left = 0
    order = list(range(len(planted)))
    random.Random(len(order)).shuffle(order)  # of all files some, if there is not enough time
    for count, i in enumerate(order):
        each, now = planted[i], time.monotonic()
        if now > until:
            left += 1
            continue
        share = max(0.5, (until - now) / (len(order) - count))
        name = each.file.relative_to(new.place.folder).as_posix()
        progress(f"planted {count + 1} of {len(order)}: {name}, line {each.line}: {each.what}")
        try:
            new.change({Path(name): each.source})
        except (AppError, RefusedError):
            continue  # one that does not even start is none that anybody could overlook
        try:
            tried.append(Tried(each, _found(new, own, corpus, now + share), name))
        except _OverError:
            left += 1
    tried.sort(key=lambda one: (one.name, one.planted.line, one.planted.what))
    return tried, left


def telling(corpus: Corpus) -> Corpus:
    """Return the examples that show the most: with most kinds of answers, with most successes."""

    def key(each: tuple[Example, Ran]) -> tuple[int, int]:
        steps = requests_in(each[0])
        pairs = zip(steps, each[1].answers, strict=False)
        kinds = {(step.operation, answer["status"]) for step, answer in pairs}
        return len(kinds), sum(0 < answer["status"] < 400 for answer in each[1].answers)

    return sorted(corpus, key=key, reverse=True)[:TRIED]


def _found(wrong: Side, comparing: Comparing, corpus: Corpus, until: float) -> int | None:
    """Return after how many requests a mistake was found; None: it was not."""
    requests = 0
    for example, old in corpus:
        found = comparing.first(example, old, wrong.run(example))
        requests += len(found.example if found else example)
        if found:
            return requests
        if time.monotonic() > until:
            raise _OverError
    return None
