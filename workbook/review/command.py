"""`workbook diff`: the change in the terminal, or as a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from workbook.command_line.output import fail, make_console, say
from workbook.files.atomic_file import write_whole
from workbook.paths import AFTER, BEFORE
from workbook.review.exercise_views import solution_view, three_way_view
from workbook.review.notes import read_notes
from workbook.review.page.build import page_of, whole_page
from workbook.review.pairs import FILES
from workbook.review.terminal import show
from workbook.review.view import View
from workbook.review.views import view_of

Name = Annotated[str | None, typer.Argument(help="A file or a function, such as create_expense.")]
Html = Annotated[Path | None, typer.Option(help="Write one HTML page to this file instead.")]
ThreeWay = Annotated[
    bool, typer.Option("--three-way", help="Before, the start of the exercise, after.")
]
Solution = Annotated[
    Path | None,
    typer.Option(readable=False, help="Your own main.py, to be shown beside the reference."),
]


def diff(
    name: Name = None, html: Html = None, three_way: ThreeWay = False, solution: Solution = None
) -> None:
    """Show the old code beside the new, with the reason for each change."""
    try:
        if three_way and solution:
            raise ValueError("--three-way and --solution are two views: ask for one of them")
        views = _views(name, three_way, solution)
        if html is None:
            terminal = make_console()
            for each in views:
                show(each, terminal)
            return
        whole = name is None and not three_way and solution is None
        text = whole_page() if whole else page_of(_title(three_way, solution), views)
        write_whole(html, text.encode(), "workbook diff", _is_ours)
        say(f"{html}: written")
    except ValueError as error:
        fail(error)


def _views(name: str | None, with_start: bool, theirs: Path | None) -> Sequence[View]:
    if theirs is not None:
        return [solution_view(theirs, name or "main.py")]
    if with_start:
        return [three_way_view(name or "main.py")]
    notes = read_notes()
    return [view_of(each, notes) for each in ([name] if name else FILES)]


def _title(with_start: bool, theirs: Path | None) -> str:
    if theirs is not None:
        return "Your solution beside the reference"
    if with_start:
        return "Before, the start of the exercise, after"
    return f"{BEFORE} beside {AFTER}"


def _is_ours(beginning: bytes) -> bool:
    return b'content="workbook diff"' in beginning
