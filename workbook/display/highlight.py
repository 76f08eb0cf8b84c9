"""Python source as coloured HTML that needs no stylesheet.

JupyterLab removes <style> from a notebook that is not trusted, so each colour is inline. The
panel brings its own dark background: no single colour has enough contrast (WCAG AA) on both
JupyterLab's light and its dark page.
"""

from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from workbook.display.html import breakable

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
class Token:
    """A piece of a line: what kind of code it is, and whether the other side lacks it."""

    text: str
    kind: str = ""
    changed: bool = False


@lru_cache(maxsize=16)
def highlight(source: str) -> tuple[tuple[Token, ...], ...]:
    """Return the runs of each line of the source; its kinds are the keys of `COLOURS`."""
    lines: list[list[Token]] = [[]]
    for token, value in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        kind = next((KINDS[t] for t in reversed(token.split()) if t in KINDS), "")
        for i, text in enumerate(value.split("\n")):
            if i:
                lines.append([])
            if text and lines[-1] and lines[-1][-1].kind == kind:
                lines[-1][-1] = Token(lines[-1][-1].text + text, kind)
            elif text:
                lines[-1].append(Token(text, kind))
    return tuple(map(tuple, lines))


def span(run: Token, background: str = "") -> str:
    """Return the run as HTML: a <span> with its colours inline, if it has any."""
    style = ";".join(filter(None, [COLOURS[run.kind], background and f"background:{background}"]))
    return f'<span style="{style}">{breakable(run.text)}</span>' if style else breakable(run.text)
