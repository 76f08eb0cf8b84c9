"""A view in a terminal: columns if it is wide enough, else what goes above what comes."""

import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from workbook.command_line.output import NARROWEST
from workbook.display.wrap import line_pieces, wrapped
from workbook.review.view import Cell, Folded, Line, Note, View, about

COLUMN = 48  # characters of code; where a column would have fewer, there are no columns
GUTTER = 7  # a line's number and its sign
# The reader's own palette, as git uses it: legible on a light and on a dark background.
COLOURS = {"": "", "−": "red", "+": "green", "±": "magenta"}
SIGNS = {"": " ", "−": "-", "+": "+", "±": "±"}  # a hyphen is in every encoding
STYLES = {"keyword": "bold", "definition": "bold", "comment": "italic"}


def show(view: View, console: Console) -> None:
    """Print the view, as wide as the console is."""
    console.width = max(console.width, NARROWEST)
    width = (console.width - 3 * (len(view.heads) - 1)) // len(view.heads) - GUTTER
    console.print(Text(f"━━ {view.title}", style="bold"))
    lines = _columns(view, width) if width >= COLUMN else _stacked(view, console.width - GUTTER)
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)
    console.print()


def _columns(view: View, width: int) -> Iterator[Text]:
    heads = [wrapped(head, width) for head in view.heads]
    for i in range(max(map(len, heads))):
        cells = [_plain(head[i] if i < len(head) else "", width, "bold") for head in heads]
        yield Text(" │ ").join(cells)
    for part in view.parts:
        if not isinstance(part, Line):
            yield from _between(part, (width + GUTTER) * len(view.heads))
            continue
        columns = [_pieces(cell, width) if cell else [] for cell in part.cells]
        for i in range(max(map(len, columns))):
            cells = [
                _fitted(each[i], width) if i < len(each) else _plain("", width, "")
                for each in columns
            ]
            yield Text(" │ ").join(cells)


def _stacked(view: View, width: int) -> Iterator[Text]:
    signs = ["-", *"±" * (len(view.heads) - 2), "+"]
    for sign, head in zip(signs, view.heads, strict=True):
        for line in wrapped(f"{sign} {head}", width):
            yield Text(line, style="bold")
    hunk: list[Line] = []
    for part in (*view.parts, None):
        if isinstance(part, Line) and part.changed:
            hunk.append(part)
            continue
        for cells in zip(*(line.cells for line in hunk), strict=True):
            for cell in cells:
                if cell and cell.sign:  # without a sign it is the same as in the column before
                    yield from _pieces(cell, width)
        hunk = []
        if isinstance(part, Line) and part.cells[-1]:
            yield from _pieces(part.cells[-1], width)
        elif part is not None and not isinstance(part, Line):
            yield from _between(part, width + GUTTER)


def _between(part: Folded | Note, width: int) -> Iterator[Text]:
    if isinstance(part, Folded):
        text, style = f"⋯ {part.label} ⋯", "italic"
    else:
        text, style = f"▸ {about(part)}. {part.why}", ""
    for line in textwrap.wrap(text, width - GUTTER, subsequent_indent="  "):
        yield Text(" " * GUTTER + line, style=style)


def _pieces(cell: Cell, width: int) -> list[Text]:
    """Return the cell with its number and sign, in as many lines as it needs."""
    colour = COLOURS[cell.sign]
    code = Text()
    for token in cell.tokens:
        changed = "bold underline" if token.changed else ""
        styles = (STYLES.get(token.kind, ""), changed, colour)
        code.append(token.text, " ".join(filter(None, styles)))
    lines: list[Text] = []
    for blanks, begin, end in line_pieces(cell.text, width):
        gutter = " " * GUTTER if lines else f"{cell.number:4} {SIGNS[cell.sign]} "
        lines.append(Text(gutter, colour) + Text(blanks) + code[begin:end])
    return lines


def _fitted(text: Text, width: int) -> Text:
    text.align("left", width + GUTTER)
    return text


def _plain(text: str, width: int, style: str) -> Text:
    return _fitted(Text(text, style), width)
