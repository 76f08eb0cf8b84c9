"""Where variables are kept that outlive the functions which use them.

In a module, whichever it is; in a class; in a function's attributes; in `app.state`. Such a place
is found by the names that the code of a function uses, attributes too.
"""

from collections.abc import Iterator, Mapping, Set
from enum import Enum
from types import (
    BuiltinFunctionType,
    FrameType,
    FunctionType,
    MappingProxyType,
    MethodType,
    ModuleType,
)
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.requests import HTTPConnection

from workbook.xray.observe.frames import code_names, is_cell, names_used
from workbook.xray.observe.memory.attributes import (
    dict_of,
    kind_of,
    module_of,
    mro,
    name_of,
    namespace,
)
from workbook.xray.observe.memory.own_code import is_own
from workbook.xray.observe.memory.shapes import PLAIN, SCALARS, is_shape, shape_of
from workbook.xray.observe.orm import session_in

DEEP = 3  # modules within modules
FIXED = {*SCALARS, tuple, frozenset}
MODULE: Any = namespace(ModuleType)["__dict__"]
NO_DATA = {FunctionType, ModuleType, type, BuiltinFunctionType, MethodType}
MISSING = object()


class Place(NamedTuple):
    """A variable that outlives functions: its label, and where its value is."""

    label: str
    holder: Mapping[str, Any]
    name: str
    owner: int  # the `id` of what the holder belongs to

    def value(self) -> Any:
        """Return what is there now, or MISSING."""
        return self.holder.get(self.name, MISSING)


class _Names(NamedTuple):
    """The names that the code of a function uses."""

    all: tuple[str, ...]
    stored: tuple[str, ...]  # the attributes and globals that it may be the first to give a value


def places(frame: FrameType, own: Mapping[str, Any], outer: Set[str]) -> Iterator[Place]:
    """Yield the places that a function knows.

    Args:
        frame: of the function.
        own: its own variables; all that a cell of a notebook uses are its own.
        outer: the names that belong to the functions which call it and have not ended.

    """
    code, module = frame.f_code, frame.f_globals
    names = _Names(code_names(code), names_used(code, "STORE_ATTR", "STORE_GLOBAL"))
    for name in names_used(code) if not is_cell(frame) else ():
        if (name in module or name in names.stored) and not name.startswith("__"):
            yield from _at(Place(name, module, name, id(module)), names, DEEP)
    for name, value in own.items():
        if name in code.co_freevars and name not in outer and is_shared(value):
            yield Place(name, {name: value}, name, id(code))  # of the function that made this one
        yield from _within(name, value, names, DEEP)


def _at(place: Place, names: _Names, deep: int) -> Iterator[Place]:
    value = place.value()
    if kind_of(value) not in NO_DATA:
        yield place
    if deep:
        yield from _within(place.label, value, names, deep - 1)


def _within(label: str, value: Any, names: _Names, deep: int) -> Iterator[Place]:
    kind = kind_of(value)
    if kind in PLAIN:
        return
    bases = mro(kind)
    if kind is ModuleType:
        if is_own(value.__name__):
            yield from _of(value, label, MODULE.__get__(value), names, deep)
    elif kind is FunctionType:
        yield from _of(value, label, value.__dict__, names, 0)
    elif Starlette in bases or HTTPConnection in bases:
        held = {"app.state": app_state(value)}
        if HTTPConnection in bases:  # what the app's lifespan has yielded
            held["request.state"] = dict_of(value).get("scope", {}).get("state")
        for label, holder in held.items():
            if holder is not None:
                yield from _of(holder, label, holder, names, 0)
    elif type in bases:
        yield from _of_class(mro(value), names)
    else:  # of an object only what it shares with the others of its class
        yield from (each for each in _of_class(bases, names) if is_shared(each.value()))


def _of(
    owner: Any, label: str, holder: Mapping[str, Any], names: _Names, deep: int
) -> Iterator[Place]:
    for name in names.all:
        if (name in holder or name in names.stored) and not name.startswith("__"):
            yield from _at(Place(f"{label}.{name}", holder, name, id(owner)), names, deep)


def app_state(value: Any) -> Mapping[str, Any] | None:
    """Return what is in `app.state`, for the app or a request to it; None for another value."""
    bases = mro(kind_of(value))
    app = dict_of(value).get("scope", {}).get("app") if HTTPConnection in bases else value
    state = dict_of(app).get("state") if Starlette in mro(type(app)) else None
    return dict_of(state)["_state"] if type(state) is State else None


def _of_class(classes: tuple[type, ...], names: _Names) -> Iterator[Place]:
    for each in () if any(each is Enum for each in classes) else classes:
        if is_own(module_of(each)):
            yield from _of(each, name_of(each), namespace(each), names, 0)


def is_data(value: Any) -> bool:
    """Tell whether a value is some of the app's data, not a function, a class, a library's tool."""
    if value is MISSING or kind_of(value) in PLAIN:
        return True
    if kind_of(value) in NO_DATA or session_in(value) is not None:
        return False
    shape = shape_of(value)
    return not (is_shape(shape) and shape[1].startswith("<"))


def is_quiet(place: Place, value: Any) -> bool:
    """Tell whether a variable is only of interest if it changes: constants, settings, services."""
    if place.name.isupper() or value is MISSING:
        return True
    if kind_of(value) in PLAIN:  # of a class: often only what its objects begin with
        return kind_of(value) in FIXED and type(place.holder) is MappingProxyType
    if any(name_of(each) == "BaseSettings" for each in mro(kind_of(value))):
        return True
    shape = shape_of(value)
    return len(shape) == 4 and not any(map(is_data, shape[2].values()))


def is_shared(value: Any) -> bool:
    """Tell whether a change of this value is seen under each name that it has."""
    return kind_of(value) not in FIXED and value is not MISSING
