"""Tells which lines may change what nobody looks at, such as a response's headers."""

import ast
from collections.abc import Iterable, Iterator
from types import BuiltinFunctionType, FrameType, FunctionType, ModuleType
from typing import Any

from workbook.xray.observe.memory.attributes import kind_of, module_of
from workbook.xray.observe.memory.own_code import is_own
from workbook.xray.observe.memory.shapes import is_shape, shape_of
from workbook.xray.observe.orm import is_mapped, session_in


def acts_on(node: ast.stmt) -> Iterator[str]:
    """Yield the name of each object that a statement calls for its effect, or changes in part."""
    targets = list[ast.expr](getattr(node, "targets", ()))
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    if isinstance(node, ast.Expr):
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        targets = [value] if isinstance(value, ast.Call) and not _sleeps(value) else []
    for target in targets:
        if isinstance(target, ast.Attribute | ast.Subscript | ast.Call):
            yield _root(target)


def _sleeps(call: ast.Call) -> bool:
    return ast.unparse(call.func) in ("asyncio.sleep", "anyio.sleep", "time.sleep", "sleep")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Call):
        is_name = isinstance(node.func, ast.Attribute | ast.Name)
        return _root(node.func) if is_name else ""
    return node.id if isinstance(node, ast.Name) else ""


def may_be_unseen(frame: FrameType, names: Iterable[str]) -> bool:
    """Tell whether a line that acts upon these may change something that is not looked at.

    Args:
        frame: of the function.
        names: of the variables; "" for what has no name.

    """
    return any(not name or not _is_looked_at(_value(frame, name)) for name in names)


def _value(frame: FrameType, name: str) -> Any:
    variables = frame.f_locals if name in frame.f_locals else frame.f_globals
    return variables.get(name, print)  # a builtin


def _is_looked_at(value: Any) -> bool:
    if isinstance(value, ModuleType):
        return is_own(value.__name__)
    if isinstance(value, FunctionType | BuiltinFunctionType | type):
        return is_own(str(value.__module__))  # its lines are shown
    if session_in(value) is not None or is_mapped(value) or is_own(module_of(kind_of(value))):
        return True
    shape = shape_of(value)
    return not (is_shape(shape) and len(shape) == 2 and shape[1].startswith("<"))
