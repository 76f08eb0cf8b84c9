"""The variables of a function that runs: its own, and those of its module that it uses."""

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

from workbook.xray.observe.memory.attributes import kind_of
from workbook.xray.observe.orm import is_mapped
from workbook.xray.observe.values import short

OWNER = ("self", "cls")  # whose method it is, which its name says


def in_sight(frame: FrameType) -> dict[str, Any]:
    """Return the variables of a function, and those of its module that it uses."""
    return module_variables(frame) | own_variables(frame)


def own_variables(frame: FrameType) -> dict[str, Any]:
    """Return a function's variables; of those of a notebook, the ones that the cell uses."""
    return module_variables(frame) if is_cell(frame) else dict(frame.f_locals)


def module_variables(frame: FrameType) -> dict[str, Any]:
    """Return the variables of its module that a function uses."""
    names = names_used(frame.f_code)
    return {name: frame.f_globals[name] for name in names if name in frame.f_globals}


def is_cell(frame: FrameType) -> bool:
    """Tell whether this is the code of a cell, or of a module, rather than a function."""
    return frame.f_locals is frame.f_globals


@lru_cache(maxsize=256)
def names_used(code: CodeType, *operations: str) -> tuple[str, ...]:
    """Return the names that a function uses and that are not its own; no attributes.

    Args:
        code: of the function; what is in its comprehensions and lambdas counts.
        operations: such as "STORE_GLOBAL"; without any, all that are of such names.

    """
    ends = operations or ("_NAME", "_GLOBAL")
    used = (
        each
        for part in _parts(code)
        for each in dis.get_instructions(part)
        if each.opname.endswith(ends)
    )
    return tuple(dict.fromkeys(each.argval for each in used if isinstance(each.argval, str)))


@lru_cache(maxsize=256)
def code_names(code: CodeType) -> tuple[str, ...]:
    """Return all names that a function uses and that are not its own, attributes too."""
    return tuple(dict.fromkeys(name for part in _parts(code) for name in part.co_names))


def _parts(code: CodeType) -> Iterator[CodeType]:
    """Yield the code, and that of its comprehensions and lambdas."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType) and each.co_name.startswith("<"):
            yield from _parts(each)


def arguments(frame: FrameType) -> str:
    """Return the plain arguments of a function that begins, such as `expense_id=1`.

    An object that holds a tool, such as a session or a lock, is one that does work, and no data.
    """
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    plain = {n: frame.f_locals[n] for n in names if n in frame.f_locals and n not in OWNER}
    data = {n: v for n, v in plain.items() if kind_of(v) is not object and not is_mapped(v)}
    shown = {n: short(v, n) for n, v in data.items()}
    return ", ".join(f"{n}={text}" for n, text in shown.items() if "=<" not in f"={text}")
