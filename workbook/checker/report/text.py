"""Draw a report as text."""

import textwrap
from collections.abc import Iterable, Iterator

from workbook.checker.report.parts import (
    SIGNS,
    Checklist,
    Fields,
    Heading,
    Paragraph,
    Picture,
    ReportPart,
)
from workbook.review.notebook_view import SideBySide

WIDTH = 100


def as_text(parts: Iterable[ReportPart], width: int = WIDTH) -> str:
    """Return the report for a terminal, a screen reader, or nbval.

    Args:
        parts: what is said.
        width: of the sentences; code, requests and X-rays may be wider.

    """
    return "\n".join(line for part in parts for line in _lines(part, width))


def _lines(part: ReportPart, width: int) -> Iterator[str]:
    match part:
        case Heading(text, passed):
            if passed is None:
                yield ""
            yield SIGNS[passed] + text
        case Paragraph(text):
            lines = textwrap.wrap(text, width - 2, break_on_hyphens=False)
            yield from (f"  {line}" for line in lines)
        case Checklist(items):
            yield from (f"  {'✓ yes' if holds else '✗ no '}  {text}" for holds, text in items)
        case Fields(fields):
            longest = max(len(name) for name, _ in fields)
            for name, text in fields:
                yield from (f"  {name:<{longest}}  {line}" for line in text.splitlines())
        case Picture(text, _):
            yield ""
            yield from (f"  {line}".rstrip() for line in text.splitlines())
        case view:
            yield ""
            yield from repr(SideBySide(view)).splitlines()
