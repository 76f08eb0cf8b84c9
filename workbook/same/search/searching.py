"""Look for differences between OLD and NEW, one after the other."""

import itertools
import time
from dataclasses import replace

from workbook.same.findings.difference import Difference
from workbook.same.findings.found import Found
from workbook.same.findings.verdict import Shown
from workbook.same.options import Options
from workbook.same.requests.step import RESTART, Example
from workbook.same.search.hunting import MANY, hunt
from workbook.same.search.old_twice import OldTwice
from workbook.same.side.runner import Ran, Side

NOTED, THEN = 40, 5  # examples in which it is noted which lines run; then in one of so many
CORPUS = 150  # examples that planted mistakes are tried with
EVERY = 20  # examples after which progress is told
RESTARTED = Difference("RESTART", "another answer afterwards")


class Search:
    """Examples given to both apps.

    Args:
        twice: OLD, and what is known of it.
        new: NEW.
        options: how long, how many.

    Attributes:
        corpus: examples without a difference, with what came of them in OLD.

    """

    def __init__(self, twice: OldTwice, new: Side, options: Options) -> None:
        self._twice, self._new, self._options = twice, new, options
        self._old, self._comparing = twice.old, twice.comparing
        self._requests, self._verdict = twice.requests, twice.verdict
        self.corpus: list[tuple[Example, Ran]] = []

    def run(self, until: float) -> None:
        """Look until there are enough differences, or until the time is over."""
        seeds = itertools.count(self._verdict.seed)
        while time.monotonic() < until and len(self._verdict.shown) < self._options.most:
            examples, most = self._requests.examples(), self._left()
            found = hunt(examples, self._tried, seeds=seeds, until=until, most=most)
            if found is None:
                return
            self._show(found)

    def _left(self) -> int:
        most = self._options.examples
        return MANY if most is None else max(1, most - self._comparing.seen.examples)

    def _show(self, found: Found) -> None:
        self._options.progress(f"found: {found.difference}")
        if found.difference == RESTARTED:
            self._go_on_without_restarts()
        if self._new.reverses:
            self._new.reverses = False
            ran = self._new.run(found.example)
            gone = self._comparing.first(found.example, found.old, ran) is None
            found = replace(found, unordered=gone)
            self._new.reverses = True
        self._comparing.known.add(found.difference)
        pictures = self._old.picture(found.example), self._new.picture(found.example)
        self._verdict.shown.append(Shown(found, pictures))

    def _go_on_without_restarts(self) -> None:
        """Make no more restarts: what comes after one could not be compared."""
        self._requests.restarts = False
        self._verdict.notes.append(
            "after a restart NEW answers otherwise than OLD: the rest was compared without restarts"
        )

    def _tried(self, example: Example, wanted: Difference | None) -> Found | None:
        if not self._requests.restarts:  # some were made up before this was known
            example = [step for step in example if step != RESTART]
        comparing, since = self._comparing, time.monotonic()
        count = comparing.seen.examples
        lines = wanted is None and (count < NOTED or count % THEN == 0)
        old, new = comparing.run(self._old, self._new, example, lines=lines)
        found = self._cause(comparing.first(example, old, new))
        if wanted is not None:
            return found if found and found.difference == wanted else None
        comparing.count(example, old, lines=lines)
        if found is None:
            if comparing.fresh or len(self.corpus) < CORPUS:
                self.corpus.append((example, old))
            if comparing.seen.examples % EVERY == 0:
                self._options.progress(f"{comparing.seen.requests:,} requests: the same answers")
            return None
        if found.difference.noise and self._twice.differ_by_noise(found, since):
            return None
        self._options.progress(f"{found.difference}: looking for a shorter example")
        return found

    def _cause(self, found: Found | None) -> Found | None:
        """Return a difference that comes of a restart as such, if it does not come without."""
        if found is None or RESTART not in found.example:
            return found
        plain = [step for step in found.example if step != RESTART]
        ran = self._comparing.run(self._old, self._new, plain, lines=False)
        without = self._comparing.first(plain, *ran)
        if without is not None:
            return without
        if self._comparing.accepted.has(RESTARTED):
            self._go_on_without_restarts()
            return None
        return replace(found, difference=RESTARTED)
