"""How long the endpoints are, and what their statements touch, counted in the code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from workbook.endpoints import ENDPOINTS
from workbook.paths import AFTER, BEFORE
from workbook.review.pairs import source

# The lesson's comparison, of which it says "Four lines replace six".
LESSON = (
    """
def create_expense(expense: Expense):
    global counter
    counter += 1
    expenses[counter] = {"id": counter, **expense.model_dump()}
    save_expenses()
    return expenses[counter]
""",
    """
def create_expense(expense: Expense, session: SessionDep):
    session.add(expense)
    session.commit()
    session.refresh(expense)
    return expense
""",
)
# What uses one of these opens, reads, writes or replaces a file.
FILE_NAMES = {"open", "os", "read_text", "write_text"}


@dataclass(frozen=True)
class Count:
    """Lines and statements of one function, without its decorators.

    Attributes:
        lines: from `def` to the end.
        body: the same without the `def` line.
        shared: statements that touch variables that all requests share.
        file: statements that touch a file.
        session: statements that touch the session.

    """

    lines: int
    body: int
    shared: int
    file: int
    session: int


def endpoint_counts() -> list[tuple[str, Count, Count]]:
    """Return for each endpoint its name and its count on either side."""
    old, new = (_counts(source(package, "main.py")) for package in (BEFORE, AFTER))
    return [(name, old[name], new[name]) for name in ENDPOINTS]


def lesson_counts() -> tuple[Count, Count]:
    """Return the counts of the lesson's own two versions of `create_expense`."""
    old, new = (_counts(text)["create_expense"] for text in LESSON)
    return old, new


def _counts(text: str) -> dict[str, Count]:
    tree = ast.parse(text)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    declared = {
        name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names
    }
    shared = _with_users(declared, functions)
    file = _with_users(FILE_NAMES, functions)
    return {
        name: Count(
            lines=(function.end_lineno or 0) - function.lineno + 1,
            body=(function.end_lineno or 0) - function.body[0].lineno + 1,
            shared=_using(function, shared),
            file=_using(function, file),
            session=_using(function, {"session"}),
        )
        for name, function in functions.items()
    }


def _with_users(names: set[str], functions: dict[str, ast.FunctionDef]) -> set[str]:
    """Add the functions that use one of the names, or that use such a function."""
    with_users = set(names)
    for _ in functions:  # each round follows the calls one step further
        with_users |= {
            name
            for name, function in functions.items()
            if any(_names(statement) & with_users for statement in _statements(function))
        }
    return with_users


def _using(function: ast.FunctionDef, names: set[str]) -> int:
    return sum(bool(_names(statement) & names) for statement in _statements(function))


def _statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    for statement in function.body:
        yield from (node for node in ast.walk(statement) if isinstance(node, ast.stmt))


def _names(statement: ast.stmt) -> set[str]:
    """Return the names in a statement, without those in the statements within it."""
    names = set(statement.names) if isinstance(statement, ast.Global) else set()
    nodes: list[ast.AST] = [statement]
    while nodes:
        node = nodes.pop()
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                names.add(name)
        nodes += [n for n in ast.iter_child_nodes(node) if not isinstance(n, ast.stmt)]
    return names
