"""`workbook grade`: all submissions of a course, for a teacher."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.text import Text

from workbook.atomic_file import may_write, write_whole
from workbook.checker.limits import Limits
from workbook.display.harmless import clean
from workbook.endpoints import ENDPOINTS
from workbook.grade.grading import Grade, grade
from workbook.grade.output import NO_SANDBOX, as_csv, as_html, is_our_csv, is_our_html
from workbook.grade.submissions import Submissions, submissions

MB = 1_000_000
USUAL = Limits()

HELP = f"""Check every submission in FOLDER; write a table for a spreadsheet and an HTML page.

{NO_SANDBOX}

Each folder in FOLDER is a student's, with one main.py at any depth; of several, the one in a \
folder exercise counts. Each NAME.py directly in FOLDER is a submission too. Names that begin with \
a dot or two underscores are passed over, and before_dict_json, after_session, kept, venv and \
node_modules within a student's folder. Links are not followed. A student without a main.py, or \
with several, gets a row for each endpoint that says so.

The exit status is 0 if all was graded, whatever the grades; 1 if not. Ctrl+C ends all checks and \
writes nothing."""


def grade_all(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the submissions are.")],
    csv: Annotated[Path, typer.Option(help="The table.")] = Path("grades.csv"),
    html: Annotated[Path, typer.Option(help="The page.")] = Path("grades.html"),
    jobs: Annotated[
        int, typer.Option(min=1, help="Checks at once.", show_default="one for each processor")
    ] = os.cpu_count() or 1,
    seconds: Annotated[float, typer.Option(min=1, help="Limit of each check.")] = USUAL.seconds,
    memory: Annotated[
        int, typer.Option(min=1000, help="Limit of each process of a check, in MB; on Linux only.")
    ] = USUAL.memory // MB,
) -> None:
    """Check every submission in a folder."""  # what is shown is HELP
    console = Console(highlight=False)
    limits = Limits(seconds, memory * MB)
    try:
        if may_write(csv, "table", is_our_csv) == may_write(html, "page", is_our_html):
            raise ValueError(f"--csv and --html are both {csv}: name two files")
        found = _found(folder)
    except ValueError as error:
        _fail(str(error))
    count = len(found.submissions)
    _say(console, f"{count} {'submission' if count == 1 else 'submissions'} in {folder}")
    _say(console, NO_SANDBOX, "yellow")
    if found.passed_over:
        _say(console, f"Passed over, as it is no Python file: {', '.join(found.passed_over)}")
    try:
        with _interrupted_by("SIGTERM", "SIGHUP"):
            grades = _graded(found, limits, jobs, console)
    except KeyboardInterrupt:
        _fail("Stopped; all checks are ended, and nothing was written.")
    title = f"Grades: {clean(folder.resolve().name)}"
    failed = []
    # If one cannot be written, the other one is still worth having.
    for path, kind, text, is_ours in (
        (csv, "table", as_csv(grades), is_our_csv),
        (html, "page", as_html(title, grades, found.passed_over, limits), is_our_html),
    ):
        try:
            write_whole(path, text, kind, is_ours)
            _say(console, f"{path}: written")
        except ValueError as error:
            failed.append(str(error))
    if failed:
        _fail("\n".join(failed))


def _found(folder: Path) -> Submissions:
    try:
        found = submissions(folder)
    except OSError as error:
        raise ValueError(f"cannot read {folder}: {error.strerror}") from None
    if not found.submissions:
        only = f", only {', '.join(found.passed_over)}" if found.passed_over else ""
        raise ValueError(f"no submission in {folder}{only}: see workbook grade --help")
    return found


def _graded(found: Submissions, limits: Limits, jobs: int, console: Console) -> list[Grade]:
    columns = (BarColumn(), MofNCompleteColumn(), "checks", TimeElapsedColumn())
    grades = []
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=len(found.submissions) * len(ENDPOINTS))
        each = grade(found.submissions, limits, jobs, lambda _: progress.advance(bar))
        with closing(each) as all_of_them:
            for one in all_of_them:
                grades.append(one)
                _say(console, _line(one))
    return grades


@contextmanager
def _interrupted_by(*names: str) -> Iterator[None]:
    """Take signals for a Ctrl+C: the checks have sessions of their own, and would go on."""
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # What is ignored stays so: nohup wants it.
    taken = [each for each in numbers if signal.getsignal(each) == signal.SIG_DFL]
    for each in taken:
        signal.signal(each, signal.default_int_handler)
    try:
        yield
    finally:
        for each in taken:
            signal.signal(each, signal.SIG_DFL)


def _line(one: Grade) -> str:
    missing = [each.endpoint for each in one.results if not each.passed]
    rest = f"; not {', '.join(missing)}" if 0 < len(missing) < len(ENDPOINTS) else ""
    problem = f": {one.submission.problem}" if one.submission.problem else ""
    count = f"{one.solved} of {len(ENDPOINTS)} solved"
    return f"{'✗' if missing else '✓'} {one.submission.student}: {count}{rest}{problem}"


def _say(console: Console, text: str, style: str = "") -> None:
    """Print a line; what the terminal does not know must not end the grading."""
    known = clean(text).encode(console.encoding, "replace").decode(console.encoding)
    console.print(Text(known, style), soft_wrap=True)


def _fail(message: str) -> NoReturn:
    typer.echo(message.encode(errors="replace"), err=True)
    raise typer.Exit(1)
