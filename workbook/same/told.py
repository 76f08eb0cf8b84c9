"""A verdict in words, for a terminal: in columns where it is wide."""

import io
import textwrap
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from workbook.review.terminal import show
from workbook.same.answers import both_answers
from workbook.same.comparing import Found
from workbook.same.findings.accepted import entry_for
from workbook.same.findings.never_run import spans
from workbook.same.verdict import Shown, Verdict
from workbook.same.worth import SEVERAL, TO_ACCEPT, answered, effort, headline, planted_said

WIDTH = 88  # columns, where nobody knows how many there are
PROSE = 100  # a longer line of words is hard to read
FEW = 12  # of a list, in a terminal


def told(verdict: Verdict) -> str:
    """Return all of it as text."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, highlight=False)
    tell(verdict, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().strip("\n")


def tell(verdict: Verdict, console: Console) -> None:
    """Print the differences, and at the end what the verdict rests on."""
    for i, each in enumerate(verdict.shown, 1):
        count = f" {i} of {len(verdict.shown)}" if len(verdict.shown) > 1 else ""
        _difference(each, f"━━ difference{count} ━━", console)
    _print(_worth(verdict), console)
    if differences := verdict.differences():
        _print(["", TO_ACCEPT], console)
        _print_as_is("\n\n".join(map(entry_for, differences)), console)


def _difference(shown: Shown, title: str, console: Console) -> None:
    console.print(Text(title, style="bold"), soft_wrap=True)
    _print([f"✗ {shown.found.difference}"], console)
    _print(["", "These requests show it. As a script, for two servers of your own:", ""], console)
    _print_as_is(shown.script, console)
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
        for piece in textwrap.wrap(line, width, subsequent_indent=indent) or [""]:
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
    yield ""
    yield "What OLD answered, and how often"
    width = max(map(len, verdict.seen.statuses), default=0)
    for operation, statuses in answered(verdict):
        yield f"  {operation:<{width}}  {statuses}"
    yield ""
    yield "Lines of the apps' functions that never ran: a mistake there is not seen"
    for name, files in verdict.never_run.items():
        yield from (f"  {name}  {f}: {spans(lines)}" for f, lines in list(files.items())[:FEW])
        if not files:
            yield f"  {name}  none: all have run"
    if verdict.noise:
        yield ""
        yield "Noise: here OLD differs from itself, as a time or a random id does; NEW may, too"
        yield from (f"  {each}" for each in verdict.noise[:FEW])
        if len(verdict.noise) > FEW:
            yield f"  and {len(verdict.noise) - FEW} more"
    if verdict.accepted or verdict.stale:
        yield ""
        yield "Accepted differences"
        yield from (f"  {e.operation}: {e.kind} ({e.reason})" for e in verdict.accepted)
        yield from (f"  ! not seen in this run: {e.operation}: {e.kind}" for e in verdict.stale)
    if verdict.notes:
        yield ""
        yield from (f"! {note}" for note in dict.fromkeys(verdict.notes))
    if not verdict.shown:
        yield ""
        yield planted_said(verdict)
        for each in verdict.tried:
            if each.requests is None:
                yield f"  not found: {each.name}, line {each.planted.line}: {each.planted.what}"


def unlike_itself(found: Found) -> str:
    """Return why nothing can be compared with OLD."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, highlight=False)
    shown = Shown(found)
    show(both_answers(*shown.answers(), heads=("the first", "the second")), console)
    assert isinstance(console.file, io.StringIO)
    return (
        f"OLD is not like itself: {found.difference}\n"
        "  The same requests were sent twice, each time to a new process, and this differed.\n"
        "  Nothing can be compared with it: let the app answer the same each time, such as by a\n"
        "  fixed random seed (--old-env), and run this again. The requests:\n\n"
        f"{textwrap.indent(shown.script, '  ')}\n{console.file.getvalue()}"
    )
