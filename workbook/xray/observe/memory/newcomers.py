"""Which objects have been made since a request began, as Python's garbage collector knows it.

What it has not looked at yet is in its first generation. It is told to look before the request, and
is turned off until the end: so what is in the first generation then is new.
"""

import gc
from contextlib import suppress
from types import CellType, CodeType, FunctionType
from typing import Any

LOOKED_AT = 3_000_000  # new objects, of all times that it is asked: after that it is not known


class Newcomers:
    """Tells what was there before."""

    def __init__(self) -> None:
        self._collections: int | None = None  # how many there have been when it began
        self._left = LOOKED_AT
        self._new: set[int] = set()  # objects, by `id`; what is old keeps its own
        self._before: dict[tuple[int, str, int], bool] = {}

    def begin(self) -> None:
        """Begin, unless it has: what is made from here on is new."""
        if self._collections is None:
            gc.collect(0)
            self._collections = _collections()

    def was_before(self, value: Any) -> bool | None:
        """Tell whether an object was there before; None: it is not known."""
        if id(value) in self._new:
            return False
        young = self._young() if gc.is_tracked(value) else None
        if young is None:
            return None
        is_new = _is_in(value, young)
        if is_new:
            self._new.add(id(value))
        return not is_new

    def variable_was_before(self, name: str, value: Any, code: CodeType) -> bool:
        """Tell whether what a function's outer function has in a variable was there before.

        Args:
            name: of the variable.
            value: that it has.
            code: of the inner function.

        """
        key = (id(code), name, id(value))
        if key not in self._before:
            self._before[key] = self._is_before(value, code)
        return self._before[key]

    def _is_before(self, value: Any, code: CodeType) -> bool:
        young = self._young()
        if young is None:
            return False
        cells = [c for f in young if type(f) is FunctionType and f.__code__ is code for c in _of(f)]
        holders = {id(cell) for cell in _holders(cells, value)}
        if holders.isdisjoint(map(id, young)):
            return True  # what the function has the variable from was made before
        return gc.is_tracked(value) and not _is_in(value, young)

    def _young(self) -> list[Any] | None:
        if self._left <= 0 or self._collections != _collections():
            return None  # the app has asked for a collection
        young = gc.get_objects(generation=0)
        self._left -= len(young)
        return young


def _collections() -> int:
    return sum(each["collections"] for each in gc.get_stats())


def _of(function: FunctionType) -> tuple[CellType, ...]:
    return function.__closure__ or ()


def _holders(cells: list[CellType], value: Any) -> list[CellType]:
    holders = []
    for cell in cells:
        with suppress(ValueError):  # it is empty
            if cell.cell_contents is value:
                holders.append(cell)
    return holders


def _is_in(value: Any, objects: list[Any]) -> bool:
    for each in objects:  # noqa: SIM110 - no cell of this module's own may hold the value
        if each is value:
            return True
    return False
