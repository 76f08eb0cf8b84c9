"""Look for differences between OLD and NEW, one after the other."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

from workbook.same.answers.difference import Difference
from workbook.same.findings.found import TRIED, Found
from workbook.same.findings.shown import Shown
from workbook.same.options import Options
from workbook.same.requests.step import Example
from workbook.same.search.hunting import MANY, drawn, hunt
from workbook.same.search.learning import UnlikeItselfError
from workbook.same.search.old_twice import OldTwice
from workbook.same.search.planting import telling
from workbook.same.side.runner import Ran, Side

EVERY = 20  # examples after which progress is told


class Search:
    """Examples given to both apps.

    Args:
        twice: OLD, and what is known of it.
        new: NEW.
        options: how long, how many.

    Attributes:
        corpus: those examples without a difference that show the most, and what came of them in
            OLD.

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
            try:
                found = hunt(self._drawn(seeds), self._tried, until=until, most=self._left())
            except UnlikeItselfError as error:
                if not self._verdict.shown:
                    raise
                self._verdict.notes.append(str(error).partition("\n")[0])
                return
            if found is None:
                return
            self._show(found)

    def _drawn(self, seeds: Iterator[int]) -> Iterator[Example]:
        examples, learnt = self._requests.examples(), self._twice.learnt
        for number in seeds:
            yield learnt[number][0] if number in learnt else drawn(examples, number)

    def _left(self) -> int:
        most = self._options.examples
        return MANY if most is None else max(0, most - self._comparing.seen.examples)

    def _show(self, found: Found) -> None:
        self._options.progress(f"found: {found.difference}")
        if self._new.reverses:
            self._new.reverses = False
            ran = self._new.run(found.example)
            gone = self._comparing.first(found.example, found.old, ran) is None
            found = replace(found, unordered=gone)
            self._new.reverses = True
        self._comparing.known.add(found.difference)
        pictures = self._old.picture(found.example), self._new.picture(found.example)
        variables = {"OLD": [*self._options.old_env], "NEW": [*self._options.new_env]}
        self._verdict.shown.append(Shown(found, pictures, variables))

    def _tried(self, example: Example, wanted: Difference | None) -> Found | None:
        comparing, since = self._comparing, time.monotonic()
        known = next((ran for each, ran in self._twice.learnt.values() if each is example), None)
        old, new = comparing.run(self._old, self._new, example, known)
        if wanted is None and self._twice.leave_out(example, old):
            return None
        found = comparing.first(example, old, new)
        if wanted is not None:
            return found if found and found.difference == wanted else None
        comparing.count(example, old)
        if found is None:
            self.corpus.append((example, old))
            if len(self.corpus) > 2 * TRIED:
                self.corpus = telling(self.corpus)
            if comparing.seen.examples % EVERY == 0:
                self._options.progress(f"{comparing.seen.requests:,} requests compared")
            return None
        found = self._twice.confirmed(found, self._new, since)
        if found is None:
            return None
        self._options.progress(f"{found.difference}: looking for a shorter example")
        return found
