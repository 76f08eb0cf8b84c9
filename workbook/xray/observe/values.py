"""Values as short text that is the same in every run: no addresses, no order that varies."""

import datetime as dt
import io
import re
import zlib
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ClauseElement
from sqlalchemy.sql import quoted_name

from workbook.display.harmless import clean
from workbook.xray.observe.orm import is_mapped

LENGTH = 160  # characters of a value
ITEMS = 20  # of a list or a dict that are shown
MANY = 2_000  # and that are compared
PLAIN = (bool, int, float, str, bytes, dt.date, dt.time, dt.timedelta, Decimal, UUID, type(None))


def short(value: Any) -> str:
    """Return a value as text, at most about `LENGTH` characters."""
    try:
        return clean(_cut(_text(value, 0, ITEMS), value))
    except Exception:  # whatever strange object this is
        return f"<{type(value).__name__}>"


def digest(value: Any) -> int:
    """Return a number that differs if anything in the value does, in a list any of its items."""
    try:
        text = _text(value, 0, MANY)
    except Exception:
        text = ""
    return zlib.crc32(text.encode("utf-8", "replace"))


def said(error: BaseException) -> str:
    """Return the first line that an error says, without addresses, folders and links."""
    try:
        line = (str(error).splitlines() or [""])[0].partition(" (Background on this error")[0]
    except Exception:  # an error that cannot say what it is
        return type(error).__name__
    line = re.sub(r" at 0x[0-9a-f]+", "", line)
    return clean(re.sub(r"(?:/[^\s/'\":]+)+/([^\s/'\":]+)", r"\1", line))


def _cut(text: str, value: Any) -> str:
    if len(text) <= LENGTH:
        return text
    count = f" {len(value)} in all" if isinstance(value, list | dict | tuple | set) else ""
    return f"{text[:LENGTH]}…{count}"


def _text(value: Any, depth: int, items: int) -> str:
    kind = type(value)
    if kind in PLAIN or isinstance(value, Enum):
        return repr(value[: 2 * LENGTH] if kind in (str, bytes) else value)
    if isinstance(value, quoted_name):
        return repr(str.__str__(value))  # a name in SQL, such as a parameter's
    if isinstance(value, dt.date | dt.time):
        return repr(value.isoformat())
    if isinstance(value, PurePath):
        return value.name  # its folder differs from machine to machine
    if isinstance(value, io.IOBase):
        return "<open file>" if not value.closed else "<closed file>"
    if depth > 3:
        return "…"
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, depth, items)
    if isinstance(value, BaseModel) and not is_mapped(value):
        # Only what was given: in a PATCH a default is not the same as a value that was sent.
        given = [(n, v) for n, v in value.__dict__.items() if n in value.model_fields_set]
        fields = [f"{n}={_text(v, depth + 1, items)}" for n, v in given[:items]]
        return f"{kind.__name__}({', '.join(fields)})"
    if isinstance(value, ClauseElement):
        return " ".join(str(value).split())  # a statement that is only built shows its SQL
    return f"<{kind.__name__}>"


def _container(value: Any, depth: int, items: int) -> str:
    if isinstance(value, dict):
        first = list(value.items())[:items]
        texts = [f"{_text(k, depth + 1, items)}: {_text(v, depth + 1, items)}" for k, v in first]
    else:
        ordered = isinstance(value, list | tuple)
        texts = [_text(e, depth + 1, items) for e in list(value)[: items if ordered else MANY]]
        texts = texts if ordered else sorted(texts)[:items]
    if len(value) > items:
        texts.append(f"… {len(value)} in all")
    if not value and isinstance(value, set | frozenset):
        return f"{type(value).__name__}()"
    inner = ", ".join(texts)
    if isinstance(value, tuple):
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"[{inner}]" if isinstance(value, list) else f"{{{inner}}}"
