"""The statements of a source file: which one a line belongs to, and how it is written."""

import ast
import linecache
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

from workbook.xray.record.code.effects import acts_on

SHOWN = 6  # lines of a statement; of a longer one the first and the last
WIDTH = 200  # characters of a line


@dataclass(frozen=True)
class PythonStatement:
    """A statement, or the head of one that has a body, as it is written.

    `acts_on` has the names of what it is there to act upon; "" for what has no name.
    """

    line: int
    text: str
    is_with: bool = False
    acts_on: tuple[str, ...] = ()


class PythonStatements:
    """The statements of the files that functions are from."""

    def __init__(self) -> None:
        self._files: dict[str, dict[int, PythonStatement]] = {}

    def at(self, code: CodeType, line: int) -> PythonStatement:
        """Return the statement that this line of the function is a part of."""
        name = code.co_filename
        if name not in self._files:
            self._files[name] = statements_in(tuple(linecache.getlines(name)))
        known = self._files[name]
        if line not in known:
            known[line] = PythonStatement(line, _as_written([linecache.getline(name, line)]))
        return known[line]


@lru_cache(maxsize=64)
def statements_in(lines: tuple[str, ...]) -> dict[int, PythonStatement]:
    """Return for each line of a source the statement that it is a part of."""
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:  # a cell with a magic command, or a file that was changed meanwhile
        return {}
    by_line: dict[int, PythonStatement] = {}
    for node in ast.walk(tree):  # what is within comes after what it is in
        if not isinstance(node, ast.stmt):
            continue
        start, end = _first_line(node), node.end_lineno or node.lineno
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        if body:
            end = max(node.lineno, _first_line(body[0]) - 1)
            while end > node.lineno and _is_comment(lines[end - 1]):
                end -= 1  # it is about the body, not about the head
        text = _as_written(lines[start - 1 : end])
        is_with = isinstance(node, ast.With | ast.AsyncWith)
        statement = PythonStatement(start, text, is_with, tuple(acts_on(node)))
        by_line.update(dict.fromkeys(range(start, end + 1), statement))
    return by_line


def _first_line(node: ast.AST) -> int:
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    decorators = getattr(node, "decorator_list", ())
    return min(each.lineno for each in (node, *decorators))


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _as_written(lines: Sequence[str]) -> str:
    """Return the lines without the indent of the first, as far as they have it."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    lines = [line.rstrip() for line in lines]
    return "\n".join(_folded([x[indent:] if not x[:indent].strip() else x for x in lines]))


def _folded(lines: list[str]) -> Iterator[str]:
    """Yield the lines, and `…` for those in the middle of many and for the end of a long one."""
    left_out = len(lines) - SHOWN
    for number, line in enumerate(lines):
        if left_out > 1 and SHOWN - 1 <= number < len(lines) - 1:
            if number == SHOWN - 1:
                yield f"{line[: len(line) - len(line.lstrip())]}… {left_out} more lines"
            continue
        yield line if len(line) <= WIDTH else f"{line[:WIDTH]}…"
