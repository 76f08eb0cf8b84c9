"""Leave out of an example what its difference does not need."""

from collections.abc import Callable

from workbook.same.comparing import Found
from workbook.same.requests.step import Example


def shortest(found: Found, tried: Callable[[Example], Found | None]) -> Found:
    """Leave out one step after the other.

    Args:
        found: the difference, in an example.
        tried: runs an example, and finds the same difference or nothing.

    """
    i = len(found.example) - 2
    while i >= 0:
        shorter = tried(found.example[:i] + found.example[i + 1 :])
        if shorter is not None:
            found = shorter
        i = min(i, len(found.example) - 1) - 1
    return found
