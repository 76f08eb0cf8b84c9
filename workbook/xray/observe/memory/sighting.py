"""A variable as it was seen at one moment, and what differs from the moment before."""

from dataclasses import dataclass, replace
from typing import Any

from workbook.xray.observe.memory.attributes import kind_of
from workbook.xray.observe.memory.copies import TooLargeError, copied, value_of
from workbook.xray.observe.memory.differences import differences
from workbook.xray.observe.memory.shapes import CONTAINERS
from workbook.xray.observe.values import short
from workbook.xray.snapshot import Part, VariableState

WHOLE = 120  # characters of an old and a new value that are both shown


@dataclass(frozen=True)
class Sighting:
    """A variable's state, and the copy that it was made from."""

    state: VariableState
    copy: bytes = b""
    identity: int = 0  # which value it was, where that counts
    too_large: tuple[int, int] | None = None  # which value, and how many entries it had


def sighted(
    name: str, value: Any, before: Sighting | None, *, is_quiet: bool = False, identity: int = 0
) -> Sighting:
    """Return what is seen of a variable now.

    Args:
        name: of the variable.
        value: what it holds.
        before: what was seen of it the last time; returned again if nothing in it has changed.
        is_quiet: only of interest if it changes.
        identity: which value it is; 0: for a reader, only what is in it counts.

    """
    try:
        size = len(value) if kind_of(value) in CONTAINERS else 0
        if before is not None and before.too_large == (id(value), size):
            return before
        copy = copied(value)
    except TooLargeError:
        return _too_large(name, value, size, before, is_quiet)
    except Exception:  # whatever strange object this is
        copy = b""
    if before is not None and before.copy == copy and not before.too_large:
        return before if before.identity == identity else replace(before, identity=identity)
    state = VariableState(short(value, name), hash(copy), is_quiet=is_quiet)
    if before is not None and identity != before.identity:
        state = replace(state, is_other=True)
    elif before is not None and before.copy and copy:
        old = before.state
        is_whole = state.text != old.text and len(state.text) + len(old.text) <= WHOLE
        parts = () if is_whole else differences(name, value_of(before.copy), value_of(copy))
        state = replace(state, since=old.digest, parts=parts)
    return Sighting(state, copy, identity)


def _too_large(
    name: str, value: Any, size: int, before: Sighting | None, is_quiet: bool
) -> Sighting:
    entries = f": {size:,} entries" if size else ""
    text = f"{short(value, name)} (too large to be compared{entries})"
    state = VariableState(text, size, is_quiet=is_quiet)
    if before is not None:
        old = before.too_large
        words = f"{old[1]:,} → {size:,} entries" if old and size else "another value"
        parts = (Part(name, "", "", f"{words}, too large to be compared"),)
        state = replace(state, since=before.state.digest, parts=parts)
    return Sighting(state, too_large=(id(value), size))
