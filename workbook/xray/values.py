"""Values as short text that is the same in every run: no addresses, no order that varies."""

import datetime as dt
import io
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from types import FrameType
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ClauseElement

LENGTH = 160  # characters of a value
ITEMS = 20  # of a list or a dict
PLAIN = (bool, int, float, str, bytes, dt.date, dt.time, dt.timedelta, Decimal, UUID, type(None))


def short(value: Any) -> str:
    """Return a value as text, at most about `LENGTH` characters."""
    text = _text(value, 0)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def _text(value: Any, depth: int) -> str:
    kind = type(value)
    if kind in PLAIN or isinstance(value, Enum):
        return repr(value[: 2 * LENGTH] if kind in (str, bytes) else value)
    if isinstance(value, PurePath):
        return value.name  # its folder differs from machine to machine
    if isinstance(value, io.IOBase):
        return "<open file>" if not value.closed else "<closed file>"
    if depth > 3:
        return "…"
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, depth)
    if isinstance(value, BaseModel) and not is_mapped(value):
        # Only what was given: in a PATCH a default is not the same as a value that was sent.
        given = [(n, v) for n, v in value.__dict__.items() if n in value.model_fields_set]
        fields = [f"{n}={_text(v, depth + 1)}" for n, v in given[:ITEMS]]
        return f"{kind.__name__}({', '.join(fields)})"
    if isinstance(value, ClauseElement):
        return " ".join(str(value).split())  # a statement that is only built shows its SQL
    return f"<{kind.__name__}>"


def _container(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        first = list(value.items())[:ITEMS]
        texts = [f"{_text(k, depth + 1)}: {_text(v, depth + 1)}" for k, v in first]
    else:
        texts = [_text(each, depth + 1) for each in list(value)[:ITEMS]]
        if isinstance(value, set | frozenset):
            texts.sort()
    if len(value) > ITEMS:
        texts.append(f"… {len(value)} in all")
    begin, end = {list: "[]", tuple: "()"}.get(type(value), "{}")
    if not value and isinstance(value, set | frozenset):
        return f"{type(value).__name__}()"
    return (
        begin
        + ", ".join(texts)
        + ("," if isinstance(value, tuple) and len(value) == 1 else "")
        + end
    )


def is_mapped(value: Any) -> bool:
    """Tell whether an ORM looks after objects of this class."""
    return hasattr(type(value), "__mapper__")


def locals_of(frame: FrameType) -> dict[str, Any]:
    """Return a function's variables; of a cell's, which are all of the notebook, those it uses."""
    if frame.f_locals is not frame.f_globals:
        return dict(frame.f_locals)
    return {n: frame.f_globals[n] for n in frame.f_code.co_names if n in frame.f_globals}


def arguments(frame: FrameType) -> str:
    """Return the plain arguments of a function that begins, such as `expense_id=1`."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    plain = {n: frame.f_locals[n] for n in names if n in frame.f_locals}
    shown = {n: short(v) for n, v in plain.items() if not is_mapped(v)}
    return ", ".join(f"{n}={text}" for n, text in shown.items() if not text.startswith("<"))
