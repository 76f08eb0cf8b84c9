"""Try the requests with planted mistakes: would they have been found?"""

import time
from collections.abc import Callable
from pathlib import Path

from workbook.same.findings.planted import mistakes
from workbook.same.findings.verdict import Tried, name_in
from workbook.same.requests.step import Example
from workbook.same.search.comparing import Comparing
from workbook.same.side.runner import Ran, RefusedError, Side
from workbook.xray.any_app.errors import AppError


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
    # Those with the most answers that are no refusals first: they show the most.
    corpus = sorted(corpus, key=lambda each: -sum(a["status"] < 400 for a in each[1].answers))
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
