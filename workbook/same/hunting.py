"""Look for a difference until the time is over, and let Hypothesis shrink the first one."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from workbook.processes.held_folder import held_folder
from workbook.same.comparing import Found
from workbook.same.findings.difference import Difference
from workbook.same.requests.step import Example
from workbook.same.shrinking import shortest

MANY = 1_000_000
SHRINKS = 8.0  # seconds
Tried = Callable[[Example, Difference | None], Found | None]
SETTINGS = settings(
    max_examples=MANY,
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
    """A signal has ended the process: Hypothesis would take `SystemExit` for a test that fails."""


class _FoundError(Exception):
    """There is a difference: to Hypothesis, a test that fails."""


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Let Hypothesis write nothing into the working folder."""
    with held_folder() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def hunt(
    examples: SearchStrategy[Example],
    tried: Tried,
    *,
    start: int,
    until: float,
    most: int = MANY,
) -> Found | None:
    """Try examples until there is a difference, or until the time is over.

    Args:
        examples: what can be tried.
        tried: runs one; of a difference that is being shrunk, finds this one or nothing.
        start: of the random numbers.
        until: when the time is over, by `time.monotonic`; to shrink takes some seconds more.
        most: so many examples.

    """
    best: Found | None = None
    end = until

    def attempt(example: Example) -> Found | None:
        if time.monotonic() > end:
            raise _OverError
        assert best is not None
        return tried(example, best.difference)

    @seed(start)
    @settings(SETTINGS, max_examples=most)
    @given(examples)
    def test(example: Example) -> None:
        nonlocal best, end
        if time.monotonic() > end:
            raise _OverError
        try:
            found = tried(example, best.difference if best else None)
        except SystemExit as signal:
            raise _EndedError(signal.code) from None
        if found is None:
            return
        if best is None:
            end = time.monotonic() + SHRINKS
        if best is None or _size(found) < _size(best):
            best = found
        raise _FoundError

    try:
        test()
    except (_FoundError, _OverError, Flaky):
        pass
    except _EndedError as signal:
        sys.exit(signal.args[0])
    except Unsatisfiable:
        return None
    if best is not None:
        end = time.monotonic() + SHRINKS
        with suppress(_OverError):
            best = shortest(best, attempt)
    return best


def _size(found: Found) -> tuple[int, int]:
    return len(found.example), len(repr(found.example))
