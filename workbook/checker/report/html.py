"""Draw a report as HTML that JupyterLab shows in any notebook, trusted or not."""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from markupsafe import Markup

from workbook.checker.report.parts import SIGNS, ReportPart
from workbook.display.templates import environment
from workbook.review.notebook_view import SideBySide
from workbook.review.view import View

HERE = Path(__file__).parent
MONO = "font-family:ui-monospace,Menlo,Consolas,monospace"


def as_html(parts: Iterable[ReportPart]) -> str:
    """Return the report for a notebook."""
    template = environment(HERE, one_line=True).get_template("report.html.jinja")
    return template.render(
        parts=parts, mono=_mono, side_by_side=_side_by_side, MONO=MONO, SIGNS=SIGNS
    )


def _mono(text: str) -> Markup:
    """Set what is in backticks in a code's font; JupyterLab would put a <code> on a background."""
    return Markup(re.sub(r"`([^`]+)`", rf'<span style="{MONO}">\1</span>', escape(text)))


def _side_by_side(view: View) -> Markup:
    return Markup(SideBySide(view)._repr_html_())
