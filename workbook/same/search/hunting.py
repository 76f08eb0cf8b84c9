"""Look for a difference until the time is over, and let Hypothesis shrink the first one."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from workbook.processes.held_folder import held_folder
from workbook.same.answers.difference import Difference
from workbook.same.findings.found import Found
from workbook.same.requests.step import Example
from workbook.same.search.in_hypothesis import know_utf_8, no_constants_of_modules
from workbook.same.search.shrinking import shortest

MANY = 1_000_000
SHRINKS, RUNS = 8.0, 200  # seconds and runs, at most, by Hypothesis, and once more by ourselves
Tried = Callable[[Example, Difference | None], Found | None]
SETTINGS = settings(
    max_examples=2,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
    print_blob=False,
)


class _OverError(BaseException):
    """The time is over; Hypothesis lets it pass, as it is no `Exception`."""


class _EndedError(BaseException):
    """An error is the end: Hypothesis would take it for a test that fails, and try it again."""


class _FoundError(Exception):
    """There is a difference: to Hypothesis, a test that fails."""


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
    examples: SearchStrategy[Example],
    tried: Tried,
    *,
    seeds: Iterator[int],
    until: float,
    most: int = MANY,
) -> Found | None:
    """Try examples until there is a difference, or until the time is over.

    Args:
        examples: what can be tried.
        tried: runs one; of a difference that is being shrunk, finds this one or nothing.
        seeds: of the random numbers, one for each example.
        until: when the time is over, by `time.monotonic`; to shrink takes some seconds more.
        most: so many examples.

    """
    for each in islice(seeds, most):
        if time.monotonic() > until:
            return None
        if found := _one(examples, tried, each, timed=until < math.inf):
            return found
    return None


class _Limit:
    """How long an example may be made shorter: a time, or a number of runs, which has no chance."""

    def __init__(self, *, timed: bool) -> None:
        self._runs, self._end = 0, time.monotonic() + SHRINKS if timed else math.inf

    def check(self) -> None:
        self._runs += 1
        if self._runs > RUNS or time.monotonic() > self._end:
            raise _OverError


def _one(
    examples: SearchStrategy[Example], tried: Tried, number: int, *, timed: bool
) -> Found | None:
    """Try one example, and shrink it if it shows a difference.

    Of a run, Hypothesis tries the simplest example first, then a random one, and then variants of
    it, which show less than another random one: hence a run for each.
    """
    best: Found | None = None
    limit: _Limit | None = None
    is_simplest = True

    def attempt(example: Example) -> Found | None:
        assert limit
        assert best
        limit.check()
        return tried(example, best.difference)

    @seed(number)
    @settings(SETTINGS)
    @given(examples)
    def test(example: Example) -> None:
        nonlocal best, limit, is_simplest
        if is_simplest:
            is_simplest = False
            return
        try:
            found = attempt(example) if best else tried(example, None)
        except (Exception, SystemExit) as error:
            raise _EndedError(error) from None
        if found is None:
            return
        limit = limit or _Limit(timed=timed)
        if best is None or _size(found) < _size(best):
            best = found
        raise _FoundError

    try:
        test()
    except (_FoundError, _OverError, Flaky):
        pass
    except _EndedError as ended:
        raise ended.args[0] from None
    except Unsatisfiable:
        return None
    if best is not None:
        limit = _Limit(timed=timed)
        with suppress(_OverError):
            for shorter in shortest(best, attempt):
                best = shorter
    return best


def _size(found: Found) -> tuple[int, int]:
    return len(found.example), len(repr(found.example))
