"""Python source as coloured HTML that needs no stylesheet.

JupyterLab removes <style> from a notebook that is not trusted, so every colour is inline. The
panel has a dark background of its own: no colour has enough contrast (WCAG AA) on JupyterLab's
light page and on its dark page too.
"""

from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

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
    """A piece of a line: what kind of code it is, and whether the other side does not have it."""

    text: str
    kind: str = ""
    changed: bool = False


@lru_cache(maxsize=16)
def highlight_lines(source: str) -> tuple[tuple[Token, ...], ...]:
    """Return the tokens of each line of the source; their kinds are the keys of `COLOURS`."""
    lines: list[list[Token]] = [[]]
    for kinds, value in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        kind = next((KINDS[each] for each in reversed(kinds.split()) if each in KINDS), "")
        for i, text in enumerate(value.split("\n")):
            if i:
                lines.append([])
            if text and lines[-1] and lines[-1][-1].kind == kind:
                lines[-1][-1] = Token(lines[-1][-1].text + text, kind)
            elif text:
                lines[-1].append(Token(text, kind))
    return tuple(map(tuple, lines))


def style_of(token: Token, background: str = "") -> str:
    """Return a token's inline style, with this background if it has changed; it may be empty."""
    changed = f"background:{background}" if background and token.changed else ""
    return ";".join(filter(None, (COLOURS[token.kind], changed)))
