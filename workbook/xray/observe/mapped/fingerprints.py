"""Values of objects as numbers that differ if anything in the values does; nothing is kept."""

import zlib
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

SHORT = 100  # characters, which are shown whole
PARTS = 10_000  # of a value that are compared
NUMBERS = {bool, int, float, Decimal}
TEXTS = (str, bytes, bytearray)
CONTAINERS = (dict, list, tuple, set, frozenset)
CHANGE_WITHIN = {dict, list, set, bytearray}
OF_PYTHON = ("datetime", "decimal", "uuid")


def fingerprint(value: Any) -> int:
    """Return a number for a value that is the same in each run; none of its own code is called."""
    number = 0
    for count, part in enumerate(_parts(value)):
        if count == PARTS:
            break
        number = zlib.crc32(part, number)
    return number


def can_change_within(value: Any) -> bool:
    """Tell whether it may become another value while it stays the same object."""
    return not CHANGE_WITHIN.isdisjoint(type(value).__mro__)


def is_long(value: Any) -> bool:
    """Tell whether its text may leave out some of it."""
    kinds = type(value).__mro__
    length = next((each.__len__(value) for each in TEXTS if each in kinds), 0)
    return length > SHORT or not set(CONTAINERS).isdisjoint(kinds)


def are_equal(one: Any, other: Any) -> bool:
    """Tell whether two values surely are equal; of values of the app's own classes nobody knows."""
    kind = type(one)
    if one is other:
        return True
    if {kind, type(other)} <= NUMBERS:
        return one == other
    for text in TEXTS:  # also a member of an Enum that is a str
        if text in kind.__mro__ and text in type(other).__mro__:
            return text.__eq__(one, other) is True
    if kind is not type(other) or not (kind in CONTAINERS or kind.__module__ in OF_PYTHON):
        return False
    return fingerprint(one) == fingerprint(other)


def _parts(value: Any) -> Iterator[bytes]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        yield _text(each)
        waiting += reversed(_members(each))


def _members(value: Any) -> list:
    kinds = type(value).__mro__
    if dict in kinds:
        return [each for pair in list(dict.items(value)) for each in pair]
    if list in kinds or tuple in kinds:
        return list((list if list in kinds else tuple).__iter__(value))
    if set in kinds or frozenset in kinds:  # in an order that differs from run to run
        members = (set if set in kinds else frozenset).__iter__(value)
        return sorted(fingerprint(each) for each in members)
    return []


def _text(value: Any) -> bytes:
    kinds = type(value).__mro__
    if str in kinds:
        return b"s" + str.encode(value, "utf-8", "surrogatepass")
    if bytes in kinds or bytearray in kinds:
        return b"b" + memoryview(value)
    if int in kinds:
        return b"%d" % hash(int.__index__(value))  # Python refuses to write a very long one
    if Enum in kinds:
        return b"e" + str(object.__getattribute__(value, "_name_")).encode()
    if float in kinds or type(value).__module__ in OF_PYTHON or value is None:
        return (float.__repr__(value) if float in kinds else repr(value)).encode()
    length = next((each.__len__(value) for each in CONTAINERS if each in kinds), 0)
    return f"{type(value).__name__}{length}".encode()
