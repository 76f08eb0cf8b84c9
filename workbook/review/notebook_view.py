"""Code beside code in a notebook: a coloured table, and the same as text."""

import textwrap
from pathlib import Path

from workbook.display.highlight import FAINT, FONT, INK, PANEL, style_of
from workbook.display.templates import environment
from workbook.display.wrap import wrapped
from workbook.review.view import Folded, Line, Note, View, about

HERE = Path(__file__).parent
EMPTY = "#2a303d"  # the background where a side has no line, and of what is said about lines
# For each sign the background of a line, and of the words that changed in it.
SIGNS = {
    "": (PANEL, PANEL),
    "−": ("#4a2229", "#7a2f3a"),
    "+": ("#1c3d29", "#215937"),
    "±": ("#3f3a1c", "#504919"),
}
COLOURS = {"EMPTY": EMPTY, "FAINT": FAINT, "FONT": FONT, "INK": INK, "PANEL": PANEL, "SIGNS": SIGNS}
TEXT_WIDTH = {2: 58, 3: 44}  # by the number of columns: characters in each


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
        template = environment(HERE, one_line=True).get_template("notebook_view.html.jinja")
        return template.render(view=self.view, about=about, style_of=style_of, **COLOURS)


def _text(line: Line, width: int) -> list[str]:
    """Return the line as text, in as many lines as its longest cell needs."""
    columns = [wrapped(cell.text, width) if cell else [""] for cell in line.cells]
    signs = [cell.sign if cell else "" for cell in line.cells]
    lines = []
    for i in range(max(map(len, columns))):
        texts = [column[i] if i < len(column) else "" for column in columns]
        marks = [sign if i == 0 else "" for sign in signs]
        lines.append(_joined([f"{m:1} {t:<{width}}" for m, t in zip(marks, texts, strict=True)]))
    return lines


def _joined(columns: list[str]) -> str:
    return " │ ".join(columns).rstrip()
