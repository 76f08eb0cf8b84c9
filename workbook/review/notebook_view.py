"""Code beside code in a notebook: a coloured table, and the same as text."""

import textwrap
from html import escape

from workbook.display.highlight import FAINT, FONT, INK, PANEL, span
from workbook.display.html import breakable, marked_up
from workbook.display.wrap import wrapped
from workbook.review import exercise_views as exercise
from workbook.review import views
from workbook.review.notes import read_notes
from workbook.review.view import Cell, Folded, Line, Note, View, about

EMPTY = "#2a303d"  # the background where a side has no line, and of what is said about lines
CODE = f"background:{PANEL};color:{INK}"  # in a note; JupyterLab's own is dark on light
# For each sign the background of a line, and of the words that changed in it.
SIGNS = {
    "": (PANEL, PANEL),
    "−": ("#4a2229", "#7a2f3a"),
    "+": ("#1c3d29", "#215937"),
    "±": ("#3f3a1c", "#504919"),
}
# JupyterLab lays tables out by their first row: without widths all columns would be as wide.
COLUMN = '<col width="44"><col width="20"><col>'
TEXT_WIDTH = {2: 58, 3: 44}  # characters of each column, by their number
# Outside <pre> a page that nbconvert makes keeps one space of an indent; JupyterLab styles a <pre>.
PRE = (
    "margin:0;border:0;font:inherit;line-height:inherit;text-align:left;white-space:pre-wrap;"
    "word-break:normal;overflow-wrap:break-word"
)
NARROWEST = 280  # pixels of a column; where there is less room, the view scrolls to the right


class SideBySide:
    """A view that a notebook shows as a table, and a terminal as text in columns."""

    def __init__(self, view: View) -> None:
        self.view = view

    def __repr__(self) -> str:
        width = TEXT_WIDTH[len(self.view.heads)]
        lines = [_joined([f"  {head:<{width}}" for head in self.view.heads])]
        for part in self.view.parts:
            match part:
                case Line():
                    lines += _text(part, width)
                case Folded():
                    lines.append(f"  ⋯ {part.label} ⋯")
                case Note():
                    text = f"▸ {about(part)}. {part.why}"
                    lines += textwrap.wrap(
                        text, 2 * width, initial_indent="    ", subsequent_indent="      "
                    )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" colspan="3" style="text-align:left;padding:6px 12px;color:{INK};'
            f'background:{PANEL};border:0">{breakable(name)}</th>'
            for name in self.view.heads
        )
        columns = f"<colgroup>{COLUMN * len(self.view.heads)}</colgroup>"
        colours = f"background:{PANEL};color:{INK}"  # a caption stands outside its table's colours
        width = f"width:100%;min-width:{NARROWEST * len(self.view.heads)}px"
        return (
            '<div style="overflow-x:auto">'
            f'<table style="border-collapse:collapse;{width};{colours};{FONT}">'
            f'<caption style="text-align:left;padding:4px 12px;{colours}">'
            f"{escape(self.view.title)}</caption>{columns}"
            f"<thead><tr>{head}</tr></thead><tbody>{self._rows()}</tbody></table></div>"
        )

    def _rows(self) -> str:
        rows = ""
        for part in self.view.parts:
            match part:
                case Line():
                    rows += f"<tr>{''.join(map(_cell, part.cells))}</tr>"
                case Folded():
                    label = f"<summary>{escape(part.label)}</summary>"
                    rows += self._wide(f"<details>{label}{_folded(part)}</details>")
                case Note():
                    note = f"<b>{marked_up(about(part), CODE)}.</b> {marked_up(part.why, CODE)}"
                    rows += self._wide(note)
        return rows

    def _wide(self, html: str) -> str:
        style = f"background:{EMPTY};color:{INK};padding:6px 12px;border:0;text-align:left"
        text = "white-space:normal;font-family:sans-serif"
        span_all = 3 * len(self.view.heads)
        return f'<tr><td colspan="{span_all}" style="{style};{text}">{html}</td></tr>'


def _folded(part: Folded) -> str:
    cells = (next(filter(None, line.cells)) for line in part.lines)
    lines = "\n".join("".join(map(span, cell.tokens)) for cell in cells)
    return f'<pre style="background:{PANEL};color:{INK};{FONT};white-space:pre-wrap">{lines}</pre>'


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return f'<td colspan="3" style="background:{EMPTY};border:0"></td>'
    style = "padding:0 4px;vertical-align:top;border:0;text-align"
    line_colour, word_colour = SIGNS[cell.sign]
    spans = "".join(span(run, word_colour if run.changed else "") for run in cell.tokens)
    # A long line goes on further to the right. A letter is 0.6 em wide; JupyterLab knows no ch.
    indent = round(0.6 * (len(cell.text) - len(cell.text.lstrip()) + 4), 1)
    colours = f"background:{line_colour};color:{INK}"
    return (
        f'<td style="background:{line_colour};color:{FAINT};{style}:right">{cell.number}</td>'
        f'<td style="{colours};{style}:center">{cell.sign}</td>'
        f'<td style="{colours};{style}:left"><pre style="{colours};{PRE};'
        f'padding:0 0 0 {indent}em;text-indent:-{indent}em">{spans}</pre></td>'
    )


def _text(line: Line, width: int) -> list[str]:
    """Return the line as text, in as many lines as its longest cell needs."""
    columns = [wrapped(cell.text, width) if cell else [""] for cell in line.cells]
    signs = [cell.sign if cell else "" for cell in line.cells]
    found = []
    for i in range(max(map(len, columns))):
        texts = [column[i] if i < len(column) else "" for column in columns]
        marks = [sign if i == 0 else "" for sign in signs]
        found.append(_joined([f"{m:1} {t:<{width}}" for m, t in zip(marks, texts, strict=True)]))
    return found


def _joined(columns: list[str]) -> str:
    return " │ ".join(columns).rstrip()


def side_by_side(name: str, *, notes: bool = True) -> SideBySide:
    """Show a function, a class or a whole file of both apps beside each other.

    Args:
        name: such as `"create_expense"` or `"main.py"`.
        notes: say under each change why it was made.

    Raises:
        ValueError: neither app has it.

    """
    return SideBySide(views.view(name, read_notes() if notes else views.NO_NOTES))


def three_way(name: str = "main.py") -> SideBySide:
    """Show the old code, the start of the exercise, and the new code beside each other.

    Args:
        name: such as `"create_expense"`, or `"main.py"` for the whole file.

    Raises:
        ValueError: the new main.py has nothing of that name.

    """
    return SideBySide(exercise.three_way(name))
