"""Where variables are kept that outlive the functions which use them.

In a module, whichever it is; in a class; in a function's attributes; in `app.state`. Such a place
is found by the names that the code of a function uses, attributes too.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from enum import Enum
from itertools import islice
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
from workbook.xray.observe.memory.newcomers import Newcomers
from workbook.xray.observe.memory.own_code import is_own
from workbook.xray.observe.memory.shapes import (
    CONTAINERS,
    PLAIN,
    SCALARS,
    is_shape,
    nameless,
    shape_of,
)
from workbook.xray.observe.orm import is_mapped, session_in

DEEP = 3  # modules within modules
HELD = 2_000  # values that are looked through
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
    is_brief: bool = False  # it is gone when the request is over

    def value(self) -> Any:
        """Return what is there now, or MISSING."""
        return self.holder.get(self.name, MISSING)


class _Names(NamedTuple):
    """The names that the code of a function uses."""

    all: tuple[str, ...]
    stored: tuple[str, ...]  # the attributes and globals that it may be the first to give a value


def places(
    frame: FrameType, own: Mapping[str, Any], outer: Set[str], newcomers: Newcomers
) -> Iterator[Place]:
    """Yield the places that a function knows.

    Args:
        frame: of the function.
        own: its own variables; all that a cell of a notebook uses are its own.
        outer: the names that belong to the functions which call it and have not ended.
        newcomers: tells whether what a function finds was there before the request.

    """
    code, module = frame.f_code, frame.f_globals
    names = _Names(code_names(code), names_used(code, "STORE_ATTR", "STORE_GLOBAL"))
    for name in names_used(code) if not is_cell(frame) else ():
        if (name in module or name in names.stored) and not name.startswith("__"):
            yield from _at(Place(name, module, name, id(module)), names, DEEP)
    for name, value in own.items():
        is_left = name in code.co_freevars and name not in outer and is_shared(value)
        if is_left and newcomers.variable_was_before(name, value, code):
            yield Place(name, {name: value}, name, id(code))  # of the function that made this one
        yield from _within(name, value, names, DEEP)


def owner_of(frame: FrameType, own: Mapping[str, Any]) -> Place | None:
    """Return the object whose method runs, if it is one of the app's own classes."""
    first = frame.f_code.co_varnames[: frame.f_code.co_argcount][:1]
    value = own.get("self", MISSING) if first == ("self",) else MISSING
    kind = kind_of(value)
    if not is_own(module_of(kind)) or is_mapped(value) or not (is_data(value) or is_empty(value)):
        return None
    name = f"self ({name_of(kind)})"
    return Place(name, {name: value}, name, id(value))


def is_held(value: Any, holders: Iterable[Any]) -> bool:
    """Tell whether an object is a part of one of these values, as far as a short look tells."""
    parts = list(holders)
    for looked, part in enumerate(parts):
        if part is value:
            return True
        if looked > HELD:
            break
        shape = shape_of(part)
        if kind_of(shape) is dict:
            parts.extend(islice(shape.values(), HELD))
        elif is_shape(shape):
            content = shape[2] if len(shape) > 2 else ()
            parts.extend(islice(content.values() if type(content) is dict else content, HELD))
        elif kind_of(shape) in CONTAINERS:
            parts.extend(islice(shape, HELD))
    return False


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
                found = _of(holder, label, holder, names, 0)
                is_brief = label == "request.state"
                yield from (each._replace(is_brief=is_brief) for each in found)
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


def is_empty(value: Any) -> bool:
    """Tell whether a value is an object of the app's own class that has no data yet."""
    kind = kind_of(value)
    is_object = is_own(module_of(kind)) and type not in mro(kind) and not is_mapped(value)
    return is_object and session_in(value) is None and shape_of(value) == nameless(kind)


def is_quiet(place: Place, value: Any) -> bool:
    """Tell whether a variable is only of interest if it changes: constants, settings, services."""
    if place.name.isupper() or value is MISSING:
        return True
    if kind_of(value) in PLAIN:  # of a class: often only what its objects begin with
        return kind_of(value) in FIXED and type(place.holder) is MappingProxyType
    if is_empty(value) or any(name_of(each) == "BaseSettings" for each in mro(kind_of(value))):
        return True
    shape = shape_of(value)
    return len(shape) == 4 and not any(map(is_data, shape[2].values()))


def is_shared(value: Any) -> bool:
    """Tell whether a change of this value is seen under each name that it has."""
    return kind_of(value) not in FIXED and value is not MISSING
