"""A copy of a value, in bytes: to compare with later, with nothing of the value kept alive.

Python's own `marshal` copies plain data without running any code, 100,000 dicts in some 20 ms; what
is not plain is put into shapes first. Equal bytes are equal values, `1`, `True` and `1.0` apart.
"""

import marshal
from typing import Any

from workbook.xray.observe.memory.attributes import kind_of
from workbook.xray.observe.memory.shapes import (
    CONTAINERS,
    SCALARS,
    is_shape,
    nameless,
    shape_of,
)

ENTRIES = 250_000  # of one list or dict that are compared
BYTES = 32_000_000
NODES = 50_000  # values that are not plain, or are in one that is not: each takes a microsecond
DEPTH = 30
VERSION = 2  # the last in which a copy does not depend on who else refers to the value


class TooLargeError(Exception):
    """A value is too large to be compared at each line."""


def copied(value: Any) -> bytes:
    """Return a copy of a value.

    Raises:
        TooLargeError: it would take too long.

    """
    if kind_of(value) in CONTAINERS:
        plain = _plain(value)
        if plain is not None:
            return plain
    return _bounded(marshal.dumps(_Shapes().of(value), VERSION))


def value_of(copy: bytes) -> Any:
    """Return what was copied: plain data, with shapes in it."""
    return marshal.loads(copy)


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two pieces of what was copied are the same."""
    return marshal.dumps(one, VERSION) == marshal.dumps(other, VERSION)


def _plain(value: Any) -> bytes | None:
    """Return a copy, or None if something in it is not plain."""
    if len(value) > ENTRIES:
        raise TooLargeError
    try:
        return _bounded(marshal.dumps(value, VERSION))
    except (ValueError, TypeError, BufferError):
        return None


def _bounded(copy: bytes) -> bytes:
    if len(copy) > BYTES:
        raise TooLargeError
    return copy


def _is_flat(shape: tuple) -> bool:
    """Tell whether this is an object with plain fields only."""
    return len(shape) == 4 and all(kind_of(each) in SCALARS for each in shape[2].values())


class _Shapes:
    """Puts what is not plain into shapes, all the way down."""

    def __init__(self) -> None:
        self._nodes = NODES
        self._inside: set[int] = set()  # of what: to see what contains itself

    def of(self, value: Any) -> Any:
        """Return plain data, with shapes in it."""
        self._nodes -= 1
        if self._nodes < 0:
            raise TooLargeError
        shape = shape_of(value)
        if type(shape) in SCALARS:
            return shape
        if is_shape(shape) and (len(shape) == 2 or _is_flat(shape)):
            return shape
        if id(value) in self._inside or len(self._inside) > DEPTH:
            return (..., "…")
        self._inside.add(id(value))
        try:
            return self._parts(shape)
        finally:
            self._inside.discard(id(value))

    def _parts(self, shape: Any) -> Any:
        if not is_shape(shape):
            return self._container(shape)
        if len(shape) == 3:
            return (*shape[:2], self._container(shape[2]))
        return (*shape[:2], {name: self.of(each) for name, each in shape[2].items()}, shape[3])

    def _container(self, value: Any) -> Any:
        if self._inside and _plain(value) is not None:
            return value
        if type(value) is dict:
            return self._dict(value)
        parts = [self.of(each) for each in list(value)]
        if type(value) is list:
            return parts
        if type(value) is tuple:
            return tuple(parts)
        return (..., type(value).__name__, sorted(parts, key=lambda p: marshal.dumps(p, VERSION)))

    def _dict(self, value: dict) -> dict:
        parts: dict[Any, Any] = {}
        for key, each in list(value.items()):
            name = self.of(key)
            try:
                parts.setdefault(name, ...)
            except TypeError:  # a key that is an object
                name = nameless(type(key))
            if parts.get(name, ...) is not ...:
                name = (..., f"{name[1] if is_shape(name) else name}·{len(parts)}")
            parts[name] = self.of(each)
        return parts
