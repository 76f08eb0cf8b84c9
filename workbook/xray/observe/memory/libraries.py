"""Values of Python's and a library's classes, and of the app's own that extend them.

What of them is data, and how it is read.
"""

import datetime as dt
import dis
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import count
from types import CodeType, FunctionType
from typing import Any
from uuid import UUID

from workbook.xray.observe.memory.attributes import dict_of, fields_of, module_of, mro, namespace
from workbook.xray.observe.memory.own_code import is_own

AS_WRITTEN = {dt.date, dt.timedelta, Decimal, UUID, range, bytearray, count, type(...)}
TIMES = (dt.datetime, dt.time)
# By the module of a queue's class, or of one that it extends: where it keeps what is in it.
QUEUES = {"asyncio.queues": "_queue", "queue": "queue"}


def queue_of(kind: type) -> str:
    """Return the name of the attribute that has what is in a queue; empty for another class."""
    names = (QUEUES.get(module_of(each), "") for each in mro(kind))
    return next(filter(None, names), "")


def queued(value: Any, name: str) -> list[Any]:
    """Return what is in a queue, in the order that it is kept in."""
    return list(dict_of(value)[name])


def names_of_libraries(kind: type) -> frozenset[str]:
    """Return the attributes that a library's classes have, of a class that extends them."""
    names: set[str] = set()
    for each in mro(kind):
        if each is object or is_own(module_of(each)):
            continue
        names.update(namespace(each), namespace(each).get("__annotations__", ()))
        for value in namespace(each).values():
            names.update(_stored(value))
    return frozenset(names)


def own_fields(value: Any, of_libraries: frozenset[str]) -> Mapping[str, Any]:
    """Return the attributes of an object that are not those of a library's class."""
    return {name: each for name, each in fields_of(value).items() if name not in of_libraries}


def _stored(function: Any) -> Iterator[str]:
    """Yield the attributes that a function gives a value."""
    if type(function) is not FunctionType:
        return
    codes: list[CodeType] = [function.__code__]
    for code in codes:
        codes.extend(each for each in code.co_consts if isinstance(each, CodeType))
        for each in dis.get_instructions(code):
            if each.opname == "STORE_ATTR":
                yield each.argval


def plain_of(value: Any, kind: Any) -> Any:
    """Return the plain value of one whose class extends text, bytes or a number."""
    if kind is str:
        return str.__str__(value)
    if kind is bytes:
        return bytes.__getitem__(value, slice(None))
    return int.__int__(value) if kind is int else float.__float__(value)


def time_as_text(value: Any, base: Any) -> str:
    """Return a date or a time as Python writes it; base: which of Python's classes it extends."""
    if base is not dt.date and is_own(type(value.tzinfo).__module__):
        value = base.replace(value, tzinfo=None)  # its name would be asked of it
    return repr(value) if type(value) is base else repr(base.isoformat(value))
