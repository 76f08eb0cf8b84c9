"""Draw a report as text."""

import textwrap
from collections.abc import Iterable, Iterator

from workbook.checker.report.parts import Heading, Items, Pairs, Paragraph, Picture, ReportPart
from workbook.review.notebook_view import SideBySide

WIDTH = 100


def as_text(blocks: Iterable[ReportPart], width: int = WIDTH) -> str:
    """Return the report for a terminal, a screen reader, or nbval.

    Args:
        blocks: what is said.
        width: of its sentences; code, requests and pictures may be wider.

    """
    return "\n".join(line for block in blocks for line in _lines(block, width))


def _lines(block: ReportPart, width: int) -> Iterator[str]:
    match block:
        case Heading(text, passed):
            if passed is None:
                yield ""
            yield {True: "✓ ", False: "✗ ", None: ""}[passed] + text
        case Paragraph(text):
            indented = {"initial_indent": "  ", "subsequent_indent": "  "}
            yield from textwrap.wrap(text, width, break_on_hyphens=False, **indented)
        case Items(items):
            yield from (f"  {'✓ yes' if holds else '✗ no '}  {text}" for holds, text in items)
        case Pairs(pairs):
            longest = max(len(name) for name, _ in pairs)
            for name, text in pairs:
                yield from (f"  {name:<{longest}}  {line}" for line in text.splitlines())
        case Picture(text, _):
            yield ""
            yield from (f"  {line}".rstrip() for line in text.splitlines())
        case view:
            yield ""
            yield from repr(SideBySide(view)).splitlines()
