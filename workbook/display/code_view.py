"""Source code in a notebook, coloured."""

from pathlib import Path

from workbook.display.highlight import FONT, INK, PANEL, highlight_lines, style_of
from workbook.display.templates import environment

HERE = Path(__file__).parent


class Code:
    """Source that a notebook shows coloured, and a terminal shows as text."""

    def __init__(self, source: str) -> None:
        self.source = source.rstrip()

    def __repr__(self) -> str:
        return self.source

    def _repr_html_(self) -> str:
        template = environment(HERE, one_line=True).get_template("code_view.html.jinja")
        lines = highlight_lines(self.source)
        return template.render(lines=lines, style_of=style_of, FONT=FONT, INK=INK, PANEL=PANEL)
