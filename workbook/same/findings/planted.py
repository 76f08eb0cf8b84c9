"""Mistakes to plant in a copy of NEW: requests that find them are worth something."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = ("commit", "flush", "refresh", "rollback", "add", "delete")
CLAUSES = ("order_by", "where", "filter", "filter_by", "group_by", "limit", "offset", "distinct")
ALONE = ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant
OPTIONS = {"exclude_unset": "exclude_none", "exclude_none": "exclude_unset"}


@dataclass(frozen=True)
class Planted:
    """A mistake.

    Attributes:
        file: that it is in.
        line: where.
        what: such as "without session.commit()".
        source: of the whole file, with the mistake.

    """

    file: Path
    line: int
    what: str
    source: str


def mistakes(files: list[Path]) -> list[Planted]:
    """Return the mistakes that can be made in these files."""
    found: list[Planted] = []
    for file in files:
        try:
            source = file.read_text(encoding="utf-8-sig")
            tree = ast.parse(source)
        except (OSError, ValueError, SyntaxError):
            continue
        for line, what, start, end, text in dict.fromkeys(_changes(tree, source)):
            wrong = source[:start] + text + source[end:]
            if _is_python(wrong):
                found.append(Planted(file, line, what, wrong))
    return found


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _changes(tree: ast.Module, source: str) -> Iterator[tuple[int, str, int, int, str]]:
    """Yield the line, what it is, and which part of the source becomes what."""
    places = _Places(source)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in _nodes(function):
            span = places.span(node) if isinstance(node, ast.expr | ast.stmt) else (0, 0)
            text = source[slice(*span)]
            match node:
                case ast.Expr(
                    ast.Await(ast.Call(ast.Attribute(_, name))) | ast.Call(ast.Attribute(_, name))
                ) if name in CALLS:
                    yield node.lineno, f"without {text}", *span, "None"
                case ast.If(test, [ast.Raise(ast.Call(ast.Name("HTTPException")))], []):
                    yield node.lineno, f"without `if {places.source(test)}: raise …`", *span, "pass"
                case ast.Call(ast.Attribute(value, name)) if name in CLAUSES:
                    yield node.end_lineno or 0, f"without .{name}(…)", *span, places.text(value)
                case ast.Call(ast.Name("round"), [value, *_]):
                    what = f"{places.source(value)} for {text}"
                    yield node.lineno, what, *span, places.text(value)
                case ast.keyword(name, value) if name in OPTIONS and text == "":
                    other = f"{OPTIONS[name]}={places.text(value)}"
                    start, end = places.span(value)
                    start -= len(name) + 1
                    yield node.lineno, f"{other} for {name}", start, end, other
                    yield node.lineno, f"without {name}", start, end, f"{name}=False"


def _nodes(root: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a node, but for f-strings: Python 3.11 does not know places in them."""
    to_do = [root]
    while to_do:
        yield (node := to_do.pop(0))
        to_do += [n for n in ast.iter_child_nodes(node) if not isinstance(n, ast.JoinedStr)]


class _Places:
    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = source.split("\n")  # to Python, a form feed ends no line
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node begins and ends in the source."""
        end_line, end_column = node.end_lineno or 1, node.end_col_offset or 0
        return self._place(node.lineno, node.col_offset), self._place(end_line, end_column)

    def source(self, node: ast.expr) -> str:
        """Return a node's source as it is."""
        return self._source[slice(*self.span(node))]

    def text(self, node: ast.expr) -> str:
        """Return a node's source, in parentheses where it could mean something else elsewhere."""
        text = self.source(node)
        return text if isinstance(node, ALONE) and "\n" not in text else f"({text})"

    def _place(self, line: int, column: int) -> int:
        """Return a place in the text; a column counts bytes."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())
