"""The variables of a function that runs: its own, and those of its module that it uses."""

import dis
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

from workbook.xray.observe.orm import is_mapped
from workbook.xray.observe.values import short


def in_sight(frame: FrameType) -> dict[str, Any]:
    """Return the variables of a function, and those of its module that it uses."""
    return module_variables(frame) | own_variables(frame)


def own_variables(frame: FrameType) -> dict[str, Any]:
    """Return a function's variables; of those of a notebook, the ones that the cell uses."""
    return module_variables(frame) if is_cell(frame) else dict(frame.f_locals)


def module_variables(frame: FrameType) -> dict[str, Any]:
    """Return the variables of its module that a function uses."""
    names = _names_used(frame.f_code)
    return {name: frame.f_globals[name] for name in names if name in frame.f_globals}


def is_cell(frame: FrameType) -> bool:
    """Tell whether this is the code of a cell, or of a module, rather than a function."""
    return frame.f_locals is frame.f_globals


@lru_cache(maxsize=256)
def _names_used(code: CodeType) -> tuple[str, ...]:
    """Return the names that a function uses and that are not its own; no attributes."""
    used = (
        each for each in dis.get_instructions(code) if each.opname.endswith(("_NAME", "_GLOBAL"))
    )
    return tuple(dict.fromkeys(each.argval for each in used if isinstance(each.argval, str)))


def arguments(frame: FrameType) -> str:
    """Return the plain arguments of a function that begins, such as `expense_id=1`."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    plain = {n: frame.f_locals[n] for n in names if n in frame.f_locals}
    shown = {n: short(v) for n, v in plain.items() if not is_mapped(v)}
    return ", ".join(f"{n}={text}" for n, text in shown.items() if not text.startswith("<"))
