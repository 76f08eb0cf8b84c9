"""What a value consists of, read without running code of its own.

No property, no `__repr__`, no `__iter__`, no `__eq__` of the app is called, and nothing is loaded.
What is not plain becomes a shape, a tuple that begins with `...`:

    (..., text)                     a value without parts, such as a date
    (..., kind, content)            a list, dict, set or tuple of another class
    (..., kind, fields, shown)      an object: its fields, and which of them its text names
"""

import datetime as dt
import io
from collections import deque
from collections.abc import Callable
from enum import Enum
from pathlib import PurePath
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pydantic import BaseModel
from sqlalchemy import ClauseElement

from workbook.display.secrets import secret
from workbook.xray.observe.memory.attributes import (
    dict_of,
    fields_of,
    kind_of,
    module_of,
    mro,
    name_of,
    namespace,
)
from workbook.xray.observe.memory.libraries import (
    AS_WRITTEN,
    TIMES,
    names_of_libraries,
    own_fields,
    plain_of,
    queue_of,
    queued,
    time_as_text,
)
from workbook.xray.observe.memory.own_code import is_own

SCALARS = frozenset({bool, int, float, complex, str, bytes, type(None)})
CONTAINERS = frozenset({dict, list, tuple, set, frozenset})
PLAIN = SCALARS | CONTAINERS
BASES = (dict, list, tuple, deque, set, frozenset)
# The values of classes of these modules are read like the app's own.
READABLE = {"types", "collections"}
# Their instances, of classes of the app's own too, hold much that is none of the app's data.
MACHINERY = {"fastapi", "starlette", "sqlalchemy", "threading", "asyncio", "logging"}
NEXT = {"app", "_app"}  # what a middleware calls: another part of the app, and no data of its own
ORDINARY = {"builtins", "abc", "typing", "enum", "dataclasses", *READABLE}


def is_shape(value: Any) -> bool:
    """Tell whether this is a shape, not a value."""
    if type(value) is not tuple or not 2 <= len(value) <= 4 or value[0] is not ...:
        return False
    content = CONTAINERS if len(value) == 3 else (dict,)
    return type(value[1]) is str and (len(value) == 2 or type(value[2]) in content)


def shape_of(value: Any) -> Any:
    """Return a plain value as it is, and the shape of any other."""
    kind = kind_of(value)
    if kind in PLAIN:
        return value
    try:
        way = _ways.get(kind)
        if way is None:
            way = _ways[kind] = _way(kind, mro(kind))
        return way.read(value, way)
    except Exception:  # an object that is only half made
        return nameless(type(value))


def nameless(kind: type) -> tuple:
    """Return the shape of a value of which only the class is shown."""
    return (..., f"<{name_of(kind)}>")


class _Way(NamedTuple):
    """How values of a class are read."""

    read: Callable[[Any, "_Way"], Any]
    base: type | None = None  # the plain class that it extends
    is_named: bool = False  # its text has the name of the class
    is_public: bool = False  # only its public fields are the app's
    others: frozenset[str] = frozenset()  # the fields that are a library's
    queue: str = ""  # the field that has what is in a queue


_ways: WeakKeyDictionary[type, _Way] = WeakKeyDictionary()


def _way(kind: type, bases: tuple[type, ...]) -> _Way:
    if kind in AS_WRITTEN:
        return _Way(lambda value, _: (..., repr(value)))
    if Enum in bases:
        return _Way(_enum)
    if is_mapped_class(kind):
        return _Way(lambda value, _: nameless(type(value)))
    for plain in (str, bytes, int, float):
        if plain in bases:
            return _Way(lambda value, way: plain_of(value, way.base), plain)
    for time in (*TIMES, dt.date):
        if time in bases:
            return _Way(lambda value, way: (..., time_as_text(value, way.base)), time)
    if PurePath in bases:
        return _Way(lambda value, _: (..., value.name))  # its folder differs between machines
    if module_of(kind) == "_io":
        return _Way(lambda value, _: (..., _file(value)))
    if module_of(kind) == "tempfile":
        return _Way(lambda value, _: shape_of(dict_of(value)["file"]))
    if ClauseElement in bases:  # a statement that is only built shows its SQL
        return _Way(lambda value, _: (..., " ".join(str(value).split())))
    if any(module_of(each) == "pydantic.types" and "Secret" in name_of(each) for each in bases):
        return _Way(lambda value, _: (..., secret(dict_of(value)["_secret_value"])))
    if BaseModel in bases:
        return _Way(_model)
    return _way_of_other(kind, bases)


def _way_of_other(kind: type, bases: tuple[type, ...]) -> _Way:
    is_named = is_own(module_of(kind)) or module_of(kind) in READABLE
    for base in BASES:
        if base in bases:
            return _Way(_named_tuple if hasattr(kind, "_fields") else _container, base, is_named)
    queue = queue_of(kind)
    if queue:
        return _Way(_queue, queue=queue)
    roots = {module_of(each).partition(".")[0] for each in bases if not is_own(module_of(each))}
    if is_named and roots & MACHINERY and "sqlalchemy" not in roots:
        return _Way(_machine, others=names_of_libraries(kind))
    if not is_named or roots & MACHINERY:
        return _Way(lambda value, _: nameless(type(value)))
    # What a library keeps for itself in its object is not the app's.
    return _Way(_object, is_public=bool(roots - ORDINARY))


def is_mapped_class(kind: type) -> bool:
    """Tell whether an ORM looks after the objects of a class."""
    return any("__mapper__" in namespace(each) for each in mro(kind))


def _enum(value: Any, _: _Way) -> tuple:
    kind, name = name_of(type(value)), dict_of(value)["_name_"]
    return (..., f"{kind}.{name}" if name else kind)


def _object(value: Any, way: _Way) -> tuple:
    fields = fields_of(value)
    if way.is_public:
        fields = {name: each for name, each in fields.items() if not name.startswith("_")}
    for name in NEXT & fields.keys():
        kind = kind_of(fields[name])
        if any("__call__" in namespace(each) for each in mro(kind)):
            fields[name] = nameless(kind)
    return (..., name_of(type(value)), fields, None) if fields else nameless(type(value))


def _machine(value: Any, way: _Way) -> tuple:
    fields = dict(own_fields(value, way.others))
    return (..., name_of(type(value)), fields, None) if fields else nameless(type(value))


def _queue(value: Any, way: _Way) -> tuple:
    return (..., name_of(type(value)), queued(value, way.queue))


def _container(value: Any, way: _Way) -> Any:
    content, kind = _content(value, way), type(value)
    fields = fields_of(value) if is_own(module_of(kind)) else {}
    if fields:
        return (..., name_of(kind), {"": content, **fields}, None)
    return (..., name_of(kind), content) if way.is_named else content


def _named_tuple(value: Any, way: _Way) -> tuple:
    kind = type(value)
    return (..., name_of(kind), dict(zip(kind._fields, _content(value, way), strict=False)), None)


def _content(value: Any, way: _Way) -> Any:
    if way.base is dict:
        return dict(dict.items(value))
    content = way.base.__iter__(value)  # type: ignore[union-attr]
    return set(content) if way.base in (set, frozenset) else list(content)


def _model(value: Any, _: _Way) -> tuple:
    fields, kind = dict_of(value), type(value)
    slots = namespace(BaseModel)
    given = slots["__pydantic_fields_set__"].__get__(value)
    extra = slots["__pydantic_extra__"].__get__(value) or {}
    private = slots["__pydantic_private__"].__get__(value) or {}
    # Only what was given: in a PATCH a default is not the same as a value that was sent.
    shown = tuple(name for name in (*fields, *extra) if name in given)
    is_settings = any(name_of(each) == "BaseSettings" for each in mro(kind))
    return (..., name_of(kind), {**fields, **extra, **private}, None if is_settings else shown)


def _file(value: Any) -> str:
    kind = type(value)
    if kind in (io.StringIO, io.BytesIO):
        return f"<{name_of(kind)}>"
    return "<closed file>" if value.closed else "<open file>"
