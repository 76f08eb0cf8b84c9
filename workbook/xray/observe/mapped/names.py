"""What sessions and connections are called: as the app's own functions call them.

Each has one name for the whole picture. None of them is kept alive: one that is left open would
never be given back.
"""

import sys
from collections.abc import Iterator
from contextvars import ContextVar
from types import FrameType, ModuleType
from typing import Any
from weakref import ref

from sqlalchemy.orm import scoped_session

from workbook.xray.observe.frames import in_sight
from workbook.xray.observe.memory.attributes import fields_of
from workbook.xray.observe.orm import is_mapped, session_in

DEPTH = 4  # as in `self.unit.repository.session`
VALUES = 3_000  # that are looked through for one
OWNERS = ("self", "cls")
PLAIN = (str, bytes, int, float, bool, type(None), list, tuple, set)


class Names:
    """The names, in the order in which they were given."""

    def __init__(self) -> None:
        self._things: dict[str, ref[Any]] = {}
        self._names: dict[int, str] = {}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Yield each name, and what has it; None if that is no longer there."""
        yield from [(name, thing()) for name, thing in list(self._things.items())]

    def of(self, thing: Any) -> str:
        """Return the name; an empty one if it has none yet."""
        name = self._names.get(id(thing), "")
        return name if name and self._things[name]() is thing else ""

    def give(self, thing: Any, name: str) -> str:
        """Give it this name, with a number if that is taken."""
        name = free(name, self._things)
        self._things[name], self._names[id(thing)] = ref(thing), name
        return name


def free(name: str, taken: dict[str, Any]) -> str:
    """Return the name, with a number if it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}·{number}"
    return free


def name_in_sight(thing: Any, else_name: str) -> str:
    """Return how the app's functions that run now call a session or a connection."""
    for frame in _followed():
        variables = in_sight(frame)
        for name, value in variables.items():
            if name not in OWNERS and is_or_holds(value, thing):
                return name.lstrip("_") or else_name
        name = _name_within(variables, thing).lstrip("_")
        if name.isidentifier():
            return name
    return else_name


def is_or_holds(value: Any, thing: Any) -> bool:
    """Tell whether it is this session or connection, or something that stands for it."""
    kinds = type(value).__mro__
    if value is thing or session_in(value) is thing:
        return True
    if ContextVar in kinds:
        return is_or_holds(value.get(None), thing)
    if scoped_session in kinds or any(each.__name__ == "async_scoped_session" for each in kinds):
        registry = _attributes(value).get("registry")  # its own function is not asked
        kept = _attributes(registry).get("registry")
        values = list(kept.values()) if type(kept) is dict else [getattr(kept, "value", None)]
        return any(is_or_holds(each, thing) for each in values if each is not None)
    return getattr(value, "sync_connection", None) is thing if _is_async(kinds) else False


def _is_async(kinds: tuple[type, ...]) -> bool:
    return any(each.__module__.startswith("sqlalchemy.ext.asyncio") for each in kinds)


def _followed() -> Iterator[FrameType]:
    """Yield the functions that run and are followed, the inner first."""
    # An asynchronous driver works in a greenlet, whose functions have no caller outside it.
    greenlet = sys.modules.get("greenlet")
    here = greenlet.getcurrent() if greenlet else None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_trace is not None:
            yield frame
        frame = frame.f_back
        while frame is None and here is not None and here.parent is not None:
            here = here.parent
            frame = here.gr_frame


def _name_within(values: dict[str, Any], thing: Any) -> str:
    """Return the last part of the name under which it is found, such as `db` for `self.db`."""
    level, seen = values, 0
    known: set[int] = set()
    for _ in range(DEPTH):
        found: dict[str, Any] = {}
        for value in level.values():
            if id(value) in known or seen > VALUES:
                continue
            known.add(id(value))
            for name, each in _attributes(value).items():
                seen += 1
                if is_or_holds(each, thing):
                    return name
                found[f"{len(found)}"] = each
        level = found
    return ""


def _attributes(value: Any) -> dict[str, Any]:
    """Return what an object holds, read without running code of its own."""
    kind = type(value)
    if kind in PLAIN or is_mapped(value) or session_in(value) is not None:
        return {}
    if dict in kind.__mro__:
        return {key: each for key, each in list(dict.items(value)) if type(key) is str}
    if kind is ModuleType or issubclass(kind, type):
        return {key: each for key, each in list(vars(value).items()) if key[:2] != "__"}
    return fields_of(value)
