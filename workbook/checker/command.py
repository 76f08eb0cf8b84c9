"""`workbook check`, `hint`, `reset`, `progress` and `watch`: the exercise in the terminal."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from workbook.checker.exercise import KEPT, exercise_path, is_reset, reset, shown_file
from workbook.checker.hints import NUMBERS, hint
from workbook.checker.limits import MB, Limits
from workbook.checker.options import USUAL, USUAL_MB, Memory, Request, Seconds, Wall
from workbook.checker.report.closing import in_short
from workbook.checker.report.compose import NO_VERDICT, report_parts
from workbook.checker.report.formats import Format, Github, print_json
from workbook.checker.report.parts import Paragraph, ReportPart
from workbook.checker.report.text import WIDTH, as_text
from workbook.checker.run import run_check
from workbook.checker.tasks.names import FILE, TASKS, known_exercise
from workbook.checker.verdict import Verdict
from workbook.command_line.output import fail, make_console, say
from workbook.endpoints import ENDPOINTS
from workbook.processes.fork_server import FORK_SERVER
from workbook.review.terminal import show
from workbook.review.view import View
from workbook.typed import as_command

PAUSE = 0.2  # seconds between two looks at the file
MORE = 3  # rows around a report: what `watch` says, and where one types
AT_ONCE = 3  # checks: each is a process of its own
STYLES = {"✓": "green", "✗": "red", "?": "yellow"}  # the signs say the same without colour
Endpoint = Annotated[str, typer.Argument(help="Such as create_expense, or pay_with_card.")]
AnyEndpoint = Annotated[
    str | None,
    typer.Argument(help="Such as create_expense, or pay_with_card; the six endpoints if left out."),
]


def check_exercise(
    endpoint: AnyEndpoint = None,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="github: annotations, and a table in the job's summary; json: for a program.",
        ),
    ] = Format.text,
    seconds: Seconds = USUAL.seconds,
    request: Request = USUAL.request,
    wall: Wall = USUAL.wall,
    memory: Memory = USUAL_MB,
) -> None:
    """Check what you wrote in exercise/main.py: all six endpoints, or just one.

    The exit status is 0 only if all of them are solved, 1 if not, and 2 if a check itself failed.
    """
    path, names = exercise_path(endpoint), _named(endpoint)
    limits = Limits(seconds, request, wall, memory * MB)
    github = Github()  # before the checks, which would inherit what it knows
    if form is Format.text:
        raise typer.Exit(_status(_check_for_a_reader(endpoint, names, path, limits)))
    found = list(_verdicts(names, limits))
    if form is Format.github:
        github.print(found, path)
    else:
        print_json(found, path, limits)
    raise typer.Exit(_status(found))


def _check_for_a_reader(
    endpoint: str | None, names: list[str], path: Path, limits: Limits
) -> list[Verdict]:
    console, found = make_console(), []
    if console.is_terminal:
        console.print(f"checking {endpoint or 'all endpoints'} …", style="dim")
    for verdict in _verdicts(names, limits):
        _report(verdict, path, console)
        found.append(verdict)
    if endpoint is None and exercise_path(TASKS[0]).is_file():
        say(f"{FILE} has {len(TASKS)} more, such as `{as_command('check', TASKS[0])}`.")
    return found


def show_progress() -> None:
    """Show which endpoints are solved, and which tasks. For the exit status, tasks do not count."""
    console = make_console()
    found = _show_each(ENDPOINTS, "endpoints", console)
    if exercise_path(TASKS[0]).is_file():
        _show_each(TASKS, "tasks", console)
    raise typer.Exit(_status(found))


def _show_each(names: list[str], what: str, console: Console) -> list[Verdict]:
    found = []
    for verdict in _verdicts(names, USUAL):
        sign = "?" if verdict.check_failed else "✓" if verdict.passed else "✗"
        holding = sum(each.holds for each in verdict.asked)
        state = "solved" if verdict.passed else verdict.diagnosis or "not solved"
        count = f"{holding}/{len(verdict.asked)}" if verdict.behaviours else "-"
        line = Text(f"{sign} {verdict.endpoint:<15} {count:>5}  ", STYLES[sign])
        # The beginning of a sentence is enough here; `workbook check` says it all.
        console.print(line + Text(state, "default"), no_wrap=True, overflow="ellipsis")
        found.append(verdict)
    console.print(f"{sum(each.passed for each in found)} of {len(found)} {what} are solved.")
    if failed := [each for each in found if each.check_failed]:
        _print_text([Paragraph(f"{failed[0].check_failed}. {NO_VERDICT}")], console)
    return found


def _status(verdicts: list[Verdict]) -> int:
    """Return the exit status: 0 if all are solved, 1 if not, 2 if there is not even a verdict."""
    if any(each.check_failed for each in verdicts):
        return 2
    return int(not all(each.passed for each in verdicts))


def give_hint(
    endpoint: Endpoint,
    number: Annotated[int, typer.Argument(help="1: a question, 2: the calls, 3: the line.")] = 1,
) -> None:
    """Give a hint. There are three, each giving away more than the one before."""
    try:
        say(hint(endpoint, number))
    except ValueError as error:
        fail(error)
    if number < max(NUMBERS):
        say(f"More: {as_command('hint', endpoint, number + 1)}")


def reset_exercise(endpoint: str | None, only_look: bool) -> None:
    """Put `pass` back into all endpoints, or just one, and keep a copy of what was written.

    Args:
        endpoint: its name, or that of a task; None for all endpoints.
        only_look: change nothing; the exit status is 1 if there is something to reset.

    """
    path, file = exercise_path(endpoint), shown_file(endpoint)
    try:
        if only_look:
            is_start = is_reset(path, endpoint)
            say(f"{file} is {'' if is_start else 'not '}as it was at the start")
            raise typer.Exit(not is_start)
        copy = reset(path, endpoint)
    except (ValueError, OSError) as error:
        fail(error)
    what = f"{endpoint} in {file}" if endpoint else file
    say(f"{what} is as it was at the start")
    if copy is not None:
        say(f"what you had written is in {KEPT}/{copy.name}")


def watch_exercise(endpoint: AnyEndpoint = None) -> None:
    """Check every time you save: one endpoint, or the first that is not solved yet."""
    path, file = exercise_path(endpoint), shown_file(endpoint)
    names = _named(endpoint)
    FORK_SERVER.start_as_fork()
    with suppress(KeyboardInterrupt):
        while True:
            checked = _saved(path)  # before the check: a save in the middle of it counts
            console = make_console()  # anew: the window may have another size
            console.rule(f"{time.strftime('%H:%M:%S')}  checking …", style="dim")
            _check_first_unsolved(names, path, console)
            say(f"Save {file} to check it again; press Ctrl+C to stop.")
            while _saved(path) == checked:
                time.sleep(PAUSE)


def _saved(path: Path) -> tuple[int, int]:
    """Return what differs after a save; a file that is being replaced may be gone for a moment."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


def _check_first_unsolved(names: list[str], path: Path, console: Console) -> None:
    for name in names:
        verdict = run_check(name, path)
        if verdict.passed and len(names) > 1:
            say(f"✓ {name}: solved")  # six long reports would hide the one that matters
            continue
        _report(verdict, path, console)
        if not verdict.passed:
            return
    say("Solved." if len(names) == 1 else "All endpoints are solved.")


def _named(endpoint: str | None) -> list[str]:
    try:
        return [known_exercise(endpoint)] if endpoint else ENDPOINTS
    except ValueError as error:
        fail(error, 2)  # 1 would say that it is not solved


def _verdicts(names: list[str], limits: Limits) -> Iterator[Verdict]:
    FORK_SERVER.start_as_fork()
    stop = Event()
    with ThreadPoolExecutor(AT_ONCE) as workers:
        try:
            yield from workers.map(lambda name: run_check(name, None, limits, stop), names)
        finally:
            stop.set()  # after Ctrl+C nobody waits for the others


def _report(verdict: Verdict, path: Path, console: Console) -> None:
    """Print the report; if that is longer than the terminal, at its end again what matters."""
    parts = list(report_parts(verdict, path, as_command))
    rows = 0
    for part in parts:
        if isinstance(part, View):
            console.print()
            show(part, console)
        else:
            rows += _print_text([part], console)
    console.print()
    if console.is_terminal and not verdict.passed and rows + MORE > console.height:
        _print_text(in_short(verdict, parts[0], path), console)


def _print_text(parts: Iterable[ReportPart], console: Console) -> int:
    """Print the parts as text, and return how many rows of the terminal they take."""
    lines = as_text(parts, min(WIDTH, console.width)).splitlines()
    for line in lines:
        console.print(Text(line, STYLES.get(line.lstrip()[:1], "")), soft_wrap=True)
    return sum(max(1, -(-cell_len(line) // console.width)) for line in lines)
