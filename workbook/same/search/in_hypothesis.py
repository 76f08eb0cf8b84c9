"""What leans on the inside of Hypothesis."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis.internal.charmap import charmap_file
from hypothesis.internal.conjecture import providers

UTF_8 = [[0, 0xD7FF], [0xE000, 0x10FFFF]]  # all characters but halves of surrogate pairs


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


def know_utf_8() -> None:
    """Write into Hypothesis' folder which characters UTF-8 has; to find out would take 2 s."""
    file = charmap_file("codec-v2-utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    every_one_comes_back: list[list[int]] = []
    with gzip.open(file, "wt", encoding="ascii") as text:
        json.dump([UTF_8, every_one_comes_back], text)
