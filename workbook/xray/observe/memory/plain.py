"""Values of Python's own classes that are more than plain data, and of classes that extend it."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from workbook.xray.observe.memory.own_code import is_own

AS_WRITTEN = {dt.date, dt.timedelta, Decimal, UUID, range, bytearray, count, type(...)}
TIMES = (dt.datetime, dt.time)


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
