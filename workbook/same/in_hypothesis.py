"""What leans on the inside of Hypothesis."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis.internal.conjecture import providers


@contextmanager
def no_constants_of_modules() -> Iterator[None]:
    """Let a seed make the same examples, whatever modules this process has imported.

    Hypothesis draws texts and numbers also from those that stand in modules which are not
    installed packages. In a clone these are the workbook's own: to change any of its texts would
    change all examples.
    """
    with mock.patch.object(providers, "_get_local_constants", providers.Constants):
        providers.CONSTANTS_CACHE.cache.clear()
        try:
            yield
        finally:
            providers.CONSTANTS_CACHE.cache.clear()
