"""The statements in the functions of a module."""

import ast
from collections.abc import Iterator

HOLD_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
DECLARES = (ast.Global, ast.Nonlocal)  # nothing of it runs


def blocks(node: ast.AST, *, in_function: bool = False) -> Iterator[list[ast.stmt]]:
    """Yield each list of statements that stands in a function; of a class in it, the methods' only.

    Args:
        node: a module, or a part of one.
        in_function: it stands in a function.

    """
    if isinstance(node, (*FUNCTION, ast.ClassDef)):
        in_function = isinstance(node, FUNCTION)
    for _, parts in ast.iter_fields(node):
        parts = parts if isinstance(parts, list) else []
        if in_function and parts and isinstance(parts[0], ast.stmt):
            yield parts
        for each in parts:
            if isinstance(each, HOLD_STATEMENTS):
                yield from blocks(each, in_function=in_function)


def runs(statement: ast.stmt) -> bool:
    """Tell whether something of a statement runs: of a docstring, or `global`, nothing does."""
    is_constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return not (is_constant or isinstance(statement, DECLARES))


def lines_of(statement: ast.stmt) -> range:
    """Return the lines of a statement; of one that has others in it, such as `if`, the first."""
    last = statement.lineno
    if not any(isinstance(each, HOLD_STATEMENTS) for each in ast.iter_child_nodes(statement)):
        last = statement.end_lineno or last
    return range(statement.lineno, last + 1)
