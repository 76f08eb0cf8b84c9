"""`workbook diff`: the change in the terminal, or as a page."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from workbook.review.exercise import solution, three_way
from workbook.review.notes import read_notes
from workbook.review.page import page, page_of
from workbook.review.pairs import AFTER, BEFORE, FILES
from workbook.review.terminal import show
from workbook.review.views import view
from workbook.view import View

Name = Annotated[str | None, typer.Argument(help="A file or a function, such as create_expense.")]
Html = Annotated[Path | None, typer.Option(help="Write one HTML page to this file instead.")]
ThreeWay = Annotated[
    bool, typer.Option("--three-way", help="Before, the start of the exercise, after.")
]
Solution = Annotated[
    Path | None, typer.Option(help="Your own main.py, to stand beside the reference.")
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
            console = Console(highlight=False)
            for each in views:
                show(each, console)
            return
        whole = name is None and not three_way and solution is None
        _write(html, page() if whole else page_of(_title(three_way, solution), views))
        typer.echo(f"{html}: written")
    except ValueError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def _views(name: str | None, with_start: bool, theirs: Path | None) -> Sequence[View]:
    if theirs is not None:
        return [solution(theirs, name or "main.py")]
    if with_start:
        return [three_way(name or "main.py")]
    notes = read_notes()
    return [view(each, notes) for each in ([name] if name else FILES)]


def _title(with_start: bool, theirs: Path | None) -> str:
    if theirs is not None:
        return "Your solution beside the reference"
    if with_start:
        return "Before, the start of the exercise, after"
    return f"{BEFORE} beside {AFTER}"


def _write(path: Path, text: str) -> None:
    """Write the page whole or not at all; leave a file alone that is no page."""
    try:
        if path.exists() and not path.read_bytes().startswith(b"<!doctype html>"):
            raise ValueError(f"{path} exists and is no HTML page of ours: name another file")
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, suffix=".html", delete=False
        ) as file:
            try:
                file.write(text)
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, path)
            except OSError:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise ValueError(f"cannot write {path}: {error.strerror or error}") from None
