"""`workbook check`, `hint`, `reset`, `progress` and `watch`: the exercise in the terminal."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from workbook.checker import exercise as start
from workbook.checker import hints
from workbook.checker.report.compose import blocks
from workbook.checker.report.text import WIDTH, as_text
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict
from workbook.endpoints import ENDPOINTS
from workbook.processes.fork_server import serve_from_here
from workbook.review.terminal import show
from workbook.review.view import View

PAUSE = 0.2  # seconds between two looks at the file
AT_ONCE = 3  # checks: each is a process of its own
STYLES = {"✓": "green", "✗": "red"}  # the signs say the same without colour
Endpoint = Annotated[str, typer.Argument(help="Such as create_expense.")]
Optional = Annotated[str | None, typer.Argument(help="Such as create_expense; all if left out.")]


def check(endpoint: Optional = None) -> None:
    """Check what you wrote in exercise/main.py; all six endpoints, or one.

    The exit status is 0 only if what was asked for passes.
    """
    path = start.exercise()
    passed = [_report(verdict, path) for verdict in _verdicts(_named(endpoint))]
    raise typer.Exit(not all(passed))


def progress() -> None:
    """Show which endpoints are solved. The exit status is 0 only if all are."""
    console = Console(highlight=False)
    passed = []
    for verdict in _verdicts(ENDPOINTS):
        sign = "✓" if verdict.passed else "✗"
        holding = sum(each.holds for each in verdict.asked)
        state = "solved" if verdict.passed else verdict.diagnosis or "not solved"
        count = f"{holding}/{len(verdict.asked)}" if verdict.behaviours else "-"
        line = Text(f"{sign} {verdict.endpoint:<15} {count:>5}  ", STYLES[sign])
        # The first words will do here; `workbook check` says it all.
        console.print(line + Text(state, "default"), no_wrap=True, overflow="ellipsis")
        passed.append(verdict.passed)
    console.print(f"{sum(passed)} of {len(passed)} endpoints are solved.")
    raise typer.Exit(not all(passed))


def hint(
    endpoint: Endpoint,
    number: Annotated[int, typer.Argument(help="1: a question, 2: the calls, 3: the line.")] = 1,
) -> None:
    """Give a hint; each of the three gives away more."""
    try:
        typer.echo(hints.hint(endpoint, number))
    except ValueError as error:
        _fail(error)
    if number < max(hints.NUMBERS):
        typer.echo(f"More: workbook hint {endpoint} {number + 1}")


def reset(
    endpoint: Optional = None,
    only_look: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit status 1 if there is a change.")
    ] = False,
) -> None:
    """Put `pass` back, for all endpoints or one; a copy of what you wrote is kept."""
    path = start.exercise()
    try:
        if only_look:
            is_start = path.exists() and path.read_text(encoding="utf-8") == start.start()
            typer.echo(f"{start.EXERCISE} is {'' if is_start else 'not '}as at the start")
            raise typer.Exit(not is_start)
        kept = start.reset(path, endpoint)
    except (ValueError, OSError) as error:
        _fail(error)
    what = f"{endpoint} in {start.EXERCISE}" if endpoint else start.EXERCISE
    typer.echo(f"{what} is as at the start")
    if kept is not None:
        typer.echo(f"what you had written is in {start.EXERCISE.split('/')[0]}/kept/{kept.name}")


def watch(endpoint: Optional = None) -> None:
    """Check at every save; without a name, the first endpoint that is not solved yet."""
    path = start.exercise()
    names = _named(endpoint)
    with suppress(KeyboardInterrupt):
        while True:
            checked = _saved(path)  # before the check: a save in the middle of it counts
            _check_first_unsolved(names, path)
            typer.echo(f"Save {start.EXERCISE} to check it again; Ctrl+C ends this.")
            while _saved(path) == checked:
                time.sleep(PAUSE)


def _saved(path: Path) -> tuple[int, int]:
    """Return what differs after a save; a file that is being replaced may be gone for a moment."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


def _check_first_unsolved(names: list[str], path: Path) -> None:
    for name in names:
        verdict = run_check(name, path)
        if verdict.passed and len(names) > 1:
            typer.echo(f"✓ {name}: solved")  # six long reports would hide the one that matters
        elif not _report(verdict, path):
            return
    typer.echo("Solved." if len(names) == 1 else "All endpoints are solved.")


def _named(endpoint: str | None) -> list[str]:
    try:
        return [start.known(endpoint)] if endpoint else ENDPOINTS
    except ValueError as error:
        return _fail(error)


def _verdicts(names: list[str]) -> Iterator[Verdict]:
    serve_from_here()
    stop = Event()
    with ThreadPoolExecutor(AT_ONCE) as workers:
        try:
            yield from workers.map(lambda name: run_check(name, stop=stop), names)
        finally:
            stop.set()  # after Ctrl+C nobody waits for the others


def _report(verdict: Verdict, path: Path) -> bool:
    console = Console(highlight=False)
    found = list(blocks(verdict, path))
    compared = [each for each in found if isinstance(each, View)]
    said = [each for each in found if not isinstance(each, View)]
    for line in as_text(said, min(WIDTH, console.width)).splitlines():
        style = STYLES.get(line.lstrip()[:1], "")
        console.print(Text(line, style), soft_wrap=True)
    console.print()
    for view in compared:
        show(view, console)
    return verdict.passed


def _fail(error: Exception) -> None:
    reason = getattr(error, "strerror", None)
    typer.echo(f"{getattr(error, 'filename', '')}: {reason}" if reason else str(error), err=True)
    raise typer.Exit(1) from None
