"""The statements of a source file: which one a line belongs to."""

import ast
import linecache
from dataclasses import dataclass
from types import CodeType


@dataclass(frozen=True)
class PythonStatement:
    """A statement, or the head of one that has a body, in one line of text."""

    line: int
    text: str
    is_with: bool = False


class PythonStatements:
    """The statements of the files that functions are from."""

    def __init__(self) -> None:
        self._files: dict[str, dict[int, PythonStatement]] = {}

    def at(self, code: CodeType, line: int) -> PythonStatement:
        """Return the statement that this line of the function is a part of."""
        name = code.co_filename
        if name not in self._files:
            self._files[name] = _statements(linecache.getlines(name))
        return self._files[name].get(line) or PythonStatement(
            line, linecache.getline(name, line).strip()
        )


def _statements(lines: list[str]) -> dict[int, PythonStatement]:
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:  # a cell with a magic command, or a file that was changed meanwhile
        return {}
    by_line: dict[int, PythonStatement] = {}
    for node in ast.walk(tree):  # what is within comes after what it is in
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        end = node.end_lineno or node.lineno
        if body:
            first = getattr(body[0], "lineno", node.lineno + 1)
            end = max(node.lineno, first - 1)
        text = " ".join(line.strip() for line in lines[node.lineno - 1 : end])
        statement = PythonStatement(node.lineno, text, isinstance(node, ast.With | ast.AsyncWith))
        by_line.update(dict.fromkeys(range(node.lineno, end + 1), statement))
    return by_line
