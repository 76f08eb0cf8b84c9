"""Try examples until one shows a difference, and make that one short."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from hypothesis import given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.strategies import SearchStrategy, integers, just

from workbook.processes.held_folder import held_folder
from workbook.same.answers.difference import Difference
from workbook.same.findings.found import Found
from workbook.same.requests.drawing import SETTINGS
from workbook.same.requests.step import Example
from workbook.same.search.in_hypothesis import know_utf_8, no_constants_of_modules
from workbook.same.search.shrinking import shortest

MANY = 1_000_000
SHRINKS, RUNS = 8.0, 200  # seconds and runs, at most, to make an example short
Tried = Callable[[Example, Difference | None], Found | None]


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Let Hypothesis write nothing into the working folder, and know nothing of this process."""
    with held_folder() as folder:
        set_hypothesis_home_dir(folder)
        try:
            know_utf_8()
            with no_constants_of_modules():
                yield
        finally:
            set_hypothesis_home_dir(None)


def hunt(
    examples: Iterator[Example], tried: Tried, *, until: float, most: int = MANY
) -> Found | None:
    """Try examples until there is a difference, or until the time is over.

    Args:
        examples: what is tried.
        tried: runs one; of a difference that is made short, finds this one or nothing.
        until: when the time is over, by `time.monotonic`; infinite: chance alone decides. To make
            an example short takes some seconds more.
        most: so many examples.

    """
    for _ in range(most):
        if time.monotonic() > until:
            return None
        if found := tried(next(examples), None):
            return _short(found, tried, timed=until < math.inf)
    return None


def drawn(examples: SearchStrategy[Example], number: int) -> Example:
    """Return an example; now and then an empty one.

    Of a run, Hypothesis makes the simplest example first, then a random one, and then variants of
    that, which show less than another random one: hence a run for each. The simplest is an empty
    one here, as that takes no time.

    Args:
        examples: what can be drawn.
        number: the seed.

    """
    made: list[Example] = []
    empty: SearchStrategy[Example] = just([])
    either = integers(0, MANY).flatmap(lambda n: examples if n else empty)

    @seed(number)
    @settings(SETTINGS)
    @given(either)
    def note(example: Example) -> None:
        made.append(example)

    note()
    return made[-1]


class _OverError(Exception):
    """It has been tried long enough."""


def _short(found: Found, tried: Tried, *, timed: bool) -> Found:
    """Make an example short; where the time does not matter, always in the same way."""
    end = time.monotonic() + SHRINKS if timed else math.inf
    wanted, runs = found.difference, 0

    def attempt(example: Example) -> Found | None:
        nonlocal runs
        runs += 1
        if runs > RUNS or time.monotonic() > end:
            raise _OverError
        return tried(example, wanted)

    with suppress(_OverError):
        for shorter in shortest(found, attempt):
            found = shorter
    return found
