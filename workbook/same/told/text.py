"""A verdict in words, for a terminal: in columns where it is wide."""

import io
import textwrap
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.text import Text

from workbook.review.terminal import show
from workbook.same.findings.accepted import entry_for
from workbook.same.findings.found import Found
from workbook.same.findings.shown import Shown
from workbook.same.findings.verdict import Verdict
from workbook.same.told.answers import both_answers
from workbook.same.told.worth import SEVERAL, TO_ACCEPT, Table, effort, explained, headline, tables

WIDTH = 88  # columns, where nobody knows how many there are
PROSE = 100  # a longer line of words is hard to read
FEW = 12  # of a list, in a terminal


def told(verdict: Verdict) -> str:
    """Return all of it as text."""
    return _printed(lambda console: tell(verdict, console)).strip("\n")


def _printed(tells: Callable[[Console], None]) -> str:
    """Return what is printed; by itself, Rich would show each line of it in a notebook."""
    text = io.StringIO()
    tells(Console(file=text, width=WIDTH, color_system=None, highlight=False, force_jupyter=False))
    return text.getvalue()


def tell(verdict: Verdict, console: Console) -> None:
    """Print the differences, and at the end what the verdict rests on."""
    for i, each in enumerate(verdict.shown, 1):
        count = f" {i} of {len(verdict.shown)}" if len(verdict.shown) > 1 else ""
        console.print(Text(f"━━ difference{count} ━━", style="bold"), soft_wrap=True)
        _print([f"✗ {each.found.difference}", *explained(verdict, each.found)], console)
        _difference(each, console)
    _print(_worth(verdict), console)
    if differences := verdict.differences():
        _print(["", TO_ACCEPT], console)
        _print_as_is("\n\n".join(map(entry_for, differences)), console)


def _difference(shown: Shown, console: Console) -> None:
    _print(["", "These requests show it. As a script, for two servers of your own:", ""], console)
    _print_as_is(shown.script, console)
    console.print()
    show(both_answers(*shown.answers()), console)
    _print(["Lines that change data or raise, in the last request:"], console)
    _print_as_is("\n".join(f"{name:4} {line}" for name, line in shown.telling()), console)
    for name, picture in zip(("OLD", "NEW"), shown.pictures, strict=True):
        _print(["", f"X-ray of the last request in {name}:"], console)
        _print_as_is(picture.text, console)
    console.print()


def _print(lines: Iterable[str], console: Console) -> None:
    """Print lines of words, none longer than the console; one that goes on is indented further."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        width = min(PROSE, console.width)
        for piece in textwrap.wrap(
            line, width, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]:
            console.print(Text(piece), soft_wrap=True)


def _print_as_is(text: str, console: Console) -> None:
    """Print what somebody may copy: indented, and broken by nothing but the terminal."""
    for line in text.splitlines():
        console.print(Text(f"  {line}".rstrip()), soft_wrap=True)


def _worth(verdict: Verdict) -> Iterator[str]:
    """Yield what the verdict rests on."""
    yield headline(verdict)
    yield f"  OLD  {verdict.old}"
    yield f"  NEW  {verdict.new}"
    yield from (f"  ✗ {each}" for each in verdict.differences())
    if len(verdict.shown) > 1:
        yield f"  {SEVERAL}"
    yield ""
    yield "What this rests on"
    yield from (f"  {line}" for line in effort(verdict))
    for table in tables(verdict):
        yield ""
        yield from _told(table)
    if verdict.notes:
        yield ""
        yield from (f"! {note}" for note in dict.fromkeys(verdict.notes))


def _told(table: Table) -> Iterator[str]:
    """Yield a table, without the heads: its title says what it has."""
    yield table.title
    widths = [max(map(len, column)) for column in zip(*table.rows, strict=True)]
    for row in table.rows[:FEW]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells).rstrip()}"
    if len(table.rows) > FEW:
        yield f"  and {len(table.rows) - FEW} more"


def unlike_itself(found: Found) -> str:
    """Return why nothing can be compared with OLD."""
    shown = Shown(found)
    answers = both_answers(*shown.answers(), heads=("the first", "the second"))
    return (
        f"OLD is not like itself: {found.difference}\n"
        "  The same requests were sent twice, each time to a new process, and this differed.\n"
        "  Nothing can be compared with it: let the app answer the same each time, such as by a\n"
        "  fixed random seed (--old-env), and run this again. The requests:\n\n"
        f"{textwrap.indent(shown.script, '  ')}\n{_printed(lambda console: show(answers, console))}"
    )
