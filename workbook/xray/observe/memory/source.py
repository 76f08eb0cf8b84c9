"""The look-ups in the source of a file, such as `todo_id in todos`, by its lines."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

METHODS = {"get", "pop", "setdefault", "index", "remove", "discard"}
ROUND = {"enumerate", "list", "sorted", "reversed"}  # of these functions the argument counts
VIEWS = {"values", "items", "copy"}  # and of these methods the dict


class LookUp(NamedTuple):
    """A look-up: where, and what for; both are names, such as ("self", "items").

    The field is of each item: `["id"]` or `.id`; none if the items themselves are looked up.
    """

    where: tuple[str, ...]
    what: tuple[str, ...]
    field: str = ""


def look_ups_by_line(lines: list[str]) -> dict[int, list[LookUp]]:
    """Return the look-ups of each statement, by its lines."""
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return {}
    by_line: dict[int, list[LookUp]] = {}
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt):
            continue
        parts = [each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.expr)]
        found = [look_up for part in parts for node in ast.walk(part) for look_up in _in(node)]
        if found:
            _add(by_line, found, statement.lineno, *parts)
        if isinstance(statement, ast.For | ast.AsyncFor):
            for inner in ast.walk(statement):
                if isinstance(inner, ast.If):
                    found = list(_compared(inner.test, statement.target, statement.iter))
                    _add(by_line, found, inner.lineno, inner.test)
    return by_line


def _add(
    by_line: dict[int, list[LookUp]], found: list[LookUp], line: int, *parts: ast.expr
) -> None:
    end = max(part.end_lineno or part.lineno for part in parts)
    for number in range(line, end + 1):
        by_line[number] = [*by_line.get(number, ()), *found]


def _in(node: ast.AST) -> Iterator[LookUp]:
    where = what = None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        where, what = node.comparators[0], node.left
    elif isinstance(node, ast.Subscript):
        where, what = node.value, node.slice
    elif isinstance(node, ast.Call) and node.args:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in METHODS:
            where, what = function.value, node.args[0]
    elif isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield from _compared(condition, node.target, node.iter)
    if where is not None and what is not None:
        names = _path(where), _path(what)
        if names[0] and names[1]:
            yield LookUp(*names)


def _compared(condition: ast.expr, target: ast.expr, items: ast.expr) -> Iterator[LookUp]:
    """Yield the look-up of an item by a field, as in `for each in todos if each["id"] == key`."""
    item = target.elts[-1] if isinstance(target, ast.Tuple) else target
    where = _path(_gone_through(items))
    if not isinstance(item, ast.Name) or not where:
        return
    for node in ast.walk(condition):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            sides = node.left, node.comparators[0]
            for one, other in (sides, sides[::-1]):
                field, what = _field(one, item.id), _path(other)
                if field and what and what[0] != item.id:
                    yield LookUp(where, what, field)


def _gone_through(items: ast.expr) -> ast.expr:
    if isinstance(items, ast.Call):
        function = items.func
        if isinstance(function, ast.Name) and function.id in ROUND and items.args:
            return _gone_through(items.args[0])
        if isinstance(function, ast.Attribute) and function.attr in VIEWS:
            return function.value
    return items


def _field(node: ast.expr, item: str) -> str:
    value = getattr(node, "value", None)
    if not isinstance(value, ast.Name) or value.id != item:
        return ""
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    key = node.slice if isinstance(node, ast.Subscript) else None
    is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
    return f"[{key.value!r}]" if is_text else ""  # type: ignore[union-attr]


def _path(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        before = _path(node.value)
        return (*before, node.attr) if before else ()
    return ()
