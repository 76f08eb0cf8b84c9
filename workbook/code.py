"""Python source as coloured HTML that needs no stylesheet.

JupyterLab removes <style> from a notebook that is not trusted, so each colour is inline. The
panel brings its own dark background: no single colour has enough contrast (WCAG AA) on both
JupyterLab's light and its dark page.
"""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from types import ModuleType

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from workbook.align import blocks
from workbook.placeholders import without_bodies

PANEL, INK, FAINT = "#1f2430", "#e8ebf1", "#b9c1ce"
# What a piece of code is, by Pygments' name for it.
KINDS: dict[_TokenType, str] = {
    Comment: "comment",
    Keyword: "keyword",
    Operator.Word: "keyword",
    Name.Builtin: "builtin",
    Name.Class: "definition",
    Name.Decorator: "decorator",
    Name.Function: "definition",
    Number: "number",
    String: "string",
}
COLOURS = {
    "": "",
    "comment": f"color:{FAINT};font-style:italic",
    "keyword": "color:#d3b8ff;font-weight:bold",
    "builtin": "color:#8fe0da",
    "definition": "color:#9cc8ff;font-weight:bold",
    "decorator": "color:#f3d48a",
    "number": "color:#ffc48a",
    "string": "color:#b5e3a0",
}
FONT = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px;line-height:1.5"


@dataclass(frozen=True)
class Run:
    """A piece of a line: what kind of code it is, and whether the other side lacks it."""

    text: str
    kind: str = ""
    changed: bool = False


@lru_cache(maxsize=16)
def highlight(source: str) -> tuple[tuple[Run, ...], ...]:
    """Return the runs of each line of the source; its kinds are the keys of `COLOURS`."""
    lines: list[list[Run]] = [[]]
    for token, value in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        kind = next((KINDS[t] for t in reversed(token.split()) if t in KINDS), "")
        for i, text in enumerate(value.split("\n")):
            if i:
                lines.append([])
            if text and lines[-1] and lines[-1][-1].kind == kind:
                lines[-1][-1] = Run(lines[-1][-1].text + text, kind)
            elif text:
                lines[-1].append(Run(text, kind))
    return tuple(map(tuple, lines))


def span(run: Run, background: str = "") -> str:
    """Return the run as HTML: a <span> with its colours inline, if it has any."""
    style = ";".join(filter(None, [COLOURS[run.kind], background and f"background:{background}"]))
    return f'<span style="{style}">{breakable(run.text)}</span>' if style else breakable(run.text)


def breakable(text: str) -> str:
    """Escape the text, and let a long line break before `.name` or after an opening bracket."""
    return re.sub(r"(?=\.[^\W\d])|(?<=[(\[{])(?![)\]}])", "<wbr>", escape(text))


class Code:
    """Source that a notebook shows coloured, and a terminal shows as text."""

    def __init__(self, source: str) -> None:
        self.source = source.rstrip()

    def __repr__(self) -> str:
        return self.source

    def _repr_html_(self) -> str:
        style = f"background:{PANEL};color:{INK};{FONT};padding:10px 14px;border-radius:6px"
        style += ";white-space:pre-wrap;word-break:normal;overflow-wrap:break-word;margin:0"
        body = "\n".join("".join(map(span, line)) for line in highlight(self.source))
        return f'<pre style="{style}">{body}</pre>'


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
    return Code(without_bodies(source) if placeholders else source)
