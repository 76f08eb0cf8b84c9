"""Python source as coloured HTML that needs no stylesheet.

JupyterLab removes <style> from a notebook that is not trusted, so each colour is inline. The
panel brings its own dark background: no single colour has enough contrast (WCAG AA) on both
JupyterLab's light and its dark page.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from html import escape
from types import ModuleType

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from workbook.align import blocks

PANEL, INK, FAINT = "#1f2430", "#e8ebf1", "#b9c1ce"
COLOURS: dict[_TokenType, str] = {
    Comment: f"color:{FAINT};font-style:italic",
    Keyword: "color:#d3b8ff;font-weight:bold",
    Operator.Word: "color:#d3b8ff;font-weight:bold",
    Name.Builtin: "color:#8fe0da",
    Name.Class: "color:#9cc8ff;font-weight:bold",
    Name.Decorator: "color:#f3d48a",
    Name.Function: "color:#9cc8ff;font-weight:bold",
    Number: "color:#ffc48a",
    String: "color:#b5e3a0",
}
FONT = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px;line-height:1.5"
ENDPOINT_DECORATORS = {"get", "post", "put", "patch", "delete"}

Character = tuple[str, str]  # the character, and its inline CSS


def highlight(source: str) -> list[list[Character]]:
    """Return for each line of the source its characters, each with its CSS ("" for plain)."""
    lines: list[list[Character]] = [[]]
    for kind, value in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        style = next((COLOURS[t] for t in reversed(kind.split()) if t in COLOURS), "")
        for character in value:
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append((character, style))
    return lines


def spans(characters: list[Character]) -> str:
    """Return the characters as HTML, a <span> for each run of the same CSS."""
    return "".join(
        f'<span style="{style}">{_breakable(run)}</span>' if style else _breakable(run)
        for run, style in _runs(characters)
    )


def _breakable(text: str) -> str:
    """Escape the text, and let a long line break before `.name` or after an opening bracket."""
    return re.sub(r"(?=\.\w)|(?<=[(\[{])", "<wbr>", escape(text))


def _runs(characters: list[Character]) -> Iterator[Character]:
    run, current = "", ""
    for character, style in characters:
        if style != current and run:
            yield run, current
            run = ""
        run, current = run + character, style
    if run:
        yield run, current


class Code:
    """Source that a notebook shows coloured, and a terminal shows as text."""

    def __init__(self, source: str) -> None:
        self.source = source.rstrip()

    def __repr__(self) -> str:
        return self.source

    def _repr_html_(self) -> str:
        style = f"background:{PANEL};color:{INK};{FONT};padding:10px 14px;border-radius:6px"
        body = "\n".join(spans(line) for line in highlight(self.source))
        return f'<pre style="{style};white-space:pre-wrap;margin:0">{body}</pre>'


def code(
    thing: ModuleType | type | Callable, name: str | None = None, *, placeholders: bool = False
) -> Code:
    """Show the source of a module, a class or a function, as it stands in its file.

    Args:
        thing: what to show.
        name: show only this variable, class or function of the module `thing`.
        placeholders: replace the body of every endpoint by `pass`.

    Raises:
        OSError: the source is not in a file.
        ValueError: the module has nothing of that name.

    """
    source = inspect.getsource(thing)
    if name is not None:
        piece = dict(blocks(source)).get(name)
        if piece is None:
            raise ValueError(f"{thing.__name__} has nothing at its top level named {name!r}")
        source = "\n".join(line for _, line in piece).lstrip("\n")
    return Code(_without_bodies(source) if placeholders else source)


def _without_bodies(source: str) -> str:
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_endpoint(node):
            lines[node.body[0].lineno - 1 : node.end_lineno] = ["    pass"]
    return "\n".join(lines)


def _is_endpoint(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ENDPOINT_DECORATORS
        for decorator in function.decorator_list
    )
