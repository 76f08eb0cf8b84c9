"""Variables of a module that have a value of their own in each task, or in each thread."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from types import FrameType
from typing import Any

from workbook.xray.observe.frames import is_cell, module_variables


def in_this_context(frame: FrameType) -> Iterator[tuple[str, Any]]:
    """Yield what such variables have here, of those that a function uses, by how it is read."""
    for name, value in () if is_cell(frame) else module_variables(frame).items():
        if type(value) is ContextVar:
            with suppress(LookupError):  # it has no value here
                yield f"{name}.get()", value.get()
        elif type(value) is threading.local:  # of another class, its code would run
            for field, each in list(value.__dict__.items()):
                yield f"{name}.{field}", each
