"""Draw a report as HTML that JupyterLab shows in any notebook, trusted or not."""

import re
from collections.abc import Iterable
from html import escape

from workbook.checker.report.parts import Heading, Items, Pairs, Paragraph, Picture, ReportPart
from workbook.display.html import breakable
from workbook.review.notebook_view import SideBySide

MONO = "font-family:ui-monospace,Menlo,Consolas,monospace"
CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0;border:0;background:none"


def as_html(blocks: Iterable[ReportPart]) -> str:
    """Return the report for a notebook; nothing in it depends on colour."""
    return f'<div style="max-width:1100px">{"".join(map(_html, blocks))}</div>'


def _html(block: ReportPart) -> str:
    match block:
        case Heading(text, passed):
            sign = {True: "✓ ", False: "✗ ", None: ""}[passed]
            return f'<p style="margin:8px 0 2px 0"><strong>{sign}{_code(text)}</strong></p>'
        case Paragraph(text):
            return f'<p style="margin:2px 0">{_code(text)}</p>'
        case Items(items):
            rows = "".join(
                f'<tr><td style="{CELL};white-space:nowrap">{"✓ yes" if holds else "✗ no"}</td>'
                f'<td style="{CELL}">{escape(text)}</td></tr>'
                for holds, text in items
            )
            return f'<table style="border:0;margin:4px 0">{rows}</table>'
        case Pairs(pairs):
            rows = "".join(
                f'<tr><th scope="row" style="{CELL};white-space:nowrap;font-weight:normal">'
                f'{escape(name)}</th><td style="{CELL};{MONO};white-space:pre-wrap;'
                f'overflow-wrap:anywhere">{breakable(text).replace(",", ",<wbr>")}</td></tr>'
                for name, text in pairs
            )
            return f'<table style="border:0;margin:4px 0">{rows}</table>'
        case Picture(_, html):
            return f"<details open><summary>X-ray of your code</summary>{html}</details>"
        case view:
            return SideBySide(view)._repr_html_()


def _code(text: str) -> str:
    """Set what stands in backticks as code."""
    return re.sub(r"`([^`]+)`", rf'<span style="{MONO}">\1</span>', escape(text))
