"""Leave out of an example what its difference does not need."""

from collections.abc import Callable

from workbook.same.findings.found import Found
from workbook.same.requests.step import Example


def shortest(found: Found, tried: Callable[[Example], Found | None]) -> Found:
    """Leave out half of the steps, then quarters, at last one after the other.

    Args:
        found: the difference, in an example.
        tried: runs an example, and finds the same difference or nothing.

    """
    size = len(found.example) // 2
    while size:
        end = len(found.example) - 1  # the last one shows it
        while end > 0:
            begin = max(0, end - size)
            shorter = tried(found.example[:begin] + found.example[end:])
            if shorter is not None:
                found = shorter
            end = min(begin, len(found.example) - 1)
        size //= 2
    return found
