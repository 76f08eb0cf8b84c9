"""`workbook grade`: all the submissions of a class, for a teacher."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.text import Text

from workbook.checker.limits import MB, Limits
from workbook.checker.options import USUAL, USUAL_MB, Memory, Request, Seconds, Wall
from workbook.display.atomic_file import may_write, write_whole
from workbook.display.harmless import clean
from workbook.endpoints import ENDPOINTS
from workbook.grade.grading import Grade, grade_submissions
from workbook.grade.output import NO_SANDBOX, as_csv, as_page, is_our_csv, is_our_page
from workbook.grade.submissions import Submission, Submissions, read_submissions
from workbook.processes.fork_server import FORK_SERVER
from workbook.typed import as_command

MADE_BY = "workbook grade"

HELP = f"""Check every submission in FOLDER; write a table for a spreadsheet and an HTML page.

{NO_SANDBOX}

Each folder in FOLDER belongs to one student and has one main.py, at any depth; if it has more, \
the one in a folder named exercise counts. Each NAME.py directly in FOLDER is a submission too. \
Names that begin with a dot or two underscores are ignored, and so are before_dict_json, \
after_session, kept, venv and node_modules inside a student's folder. Links are not followed. If a \
student handed in no main.py, or more than one, the table says so in each of the student's rows.

The exit status is 0 if everything was graded, whatever the grades, and 1 if not. Where a check \
itself failed (the disk was full, say), the cell is empty, and its row says why. Ctrl+C stops all \
checks; nothing is written then."""


def grade_all(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the submissions are.")],
    csv: Annotated[Path, typer.Option(help="Where to write the table.")] = Path("grades.csv"),
    html: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("grades.html"),
    jobs: Annotated[
        int,
        typer.Option(
            min=1, help="How many checks run at once.", show_default="one for each processor"
        ),
    ] = os.cpu_count() or 1,
    seconds: Seconds = USUAL.seconds,
    request: Request = USUAL.request,
    wall: Wall = USUAL.wall,
    memory: Memory = USUAL_MB,
) -> None:
    """Check every submission in a folder."""  # the help that is shown is HELP
    console = Console(highlight=False)
    limits = Limits(seconds, request, wall, memory * MB)
    try:
        if may_write(csv, MADE_BY, is_our_csv) == may_write(html, MADE_BY, is_our_page):
            raise ValueError(f"--csv and --html are both {csv}: name two files")
        handed_in = _handed_in(folder)
    except ValueError as error:
        _fail(str(error))
    count = len(handed_in.submissions)
    _say(console, f"{count} {'submission' if count == 1 else 'submissions'} in {folder}")
    _say(console, NO_SANDBOX, "yellow")
    if handed_in.passed_over:
        _say(console, f"Ignored, not a Python file: {', '.join(handed_in.passed_over)}")
    FORK_SERVER.start_as_fork()
    try:
        with _interrupted_by("SIGTERM", "SIGHUP"):
            grades = _graded(handed_in.submissions, limits, jobs, console)
    except KeyboardInterrupt:
        _fail("Stopped: no check is running any more, and nothing was written.")
    title = f"Grades: {clean(folder.resolve().name, one_line=True)}"
    failed = []
    # If one of them cannot be written, the other is still worth having.
    for path, text, is_ours in (
        (csv, as_csv(grades), is_our_csv),
        (html, as_page(title, grades, handed_in.passed_over, limits), is_our_page),
    ):
        try:
            write_whole(path, text, MADE_BY, is_ours)
            _say(console, f"{path}: written")
        except ValueError as error:
            failed.append(str(error))
    if not_known := sum(each.check_failed for grade in grades for each in grade.results):
        checks = "1 check" if not_known == 1 else f"{not_known} checks"
        failed.append(f"{checks} failed, and not the students: their cells are empty; grade again.")
    if failed:
        _fail("\n".join(failed))


def _handed_in(folder: Path) -> Submissions:
    try:
        handed_in = read_submissions(folder)
    except OSError as error:
        raise ValueError(f"cannot read {folder}: {error.strerror}") from None
    if not handed_in.submissions:
        only = f", only {', '.join(handed_in.passed_over)}" if handed_in.passed_over else ""
        raise ValueError(f"no submission in {folder}{only}: see {as_command('grade', '--help')}")
    return handed_in


def _graded(
    submissions: Sequence[Submission], limits: Limits, jobs: int, console: Console
) -> list[Grade]:
    columns = (BarColumn(), MofNCompleteColumn(), "checks", TimeElapsedColumn())
    grades = []
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=len(submissions) * len(ENDPOINTS))
        one_by_one = grade_submissions(submissions, limits, jobs, lambda _: progress.advance(bar))
        with closing(one_by_one):
            for grade in one_by_one:
                grades.append(grade)
                _say(console, _line(grade))
    return grades


@contextmanager
def _interrupted_by(*names: str) -> Iterator[None]:
    """Treat signals as Ctrl+C: the checks have sessions of their own, and would otherwise go on."""
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # A signal that is ignored stays ignored: nohup needs that.
    taken = [each for each in numbers if signal.getsignal(each) == signal.SIG_DFL]
    for each in taken:
        signal.signal(each, signal.default_int_handler)
    try:
        yield
    finally:
        for each in taken:
            signal.signal(each, signal.SIG_DFL)


def _line(grade: Grade) -> str:
    missing = [each.endpoint for each in grade.results if not each.passed]
    sign = "?" if any(each.check_failed for each in grade.results) else "✗" if missing else "✓"
    rest = f"; not {', '.join(missing)}" if 0 < len(missing) < len(ENDPOINTS) else ""
    problem = f": {grade.submission.problem}" if grade.submission.problem else ""
    count = f"{grade.solved} of {len(ENDPOINTS)} solved"
    return f"{sign} {grade.submission.student}: {count}{rest}{problem}"


def _say(console: Console, text: str, style: str = "") -> None:
    """Print a line; a character that the terminal does not know must not end the grading."""
    known = clean(text, one_line=True).encode(console.encoding, "replace").decode(console.encoding)
    console.print(Text(known, style), soft_wrap=True)


def _fail(message: str) -> NoReturn:
    typer.echo(message.encode(errors="replace"), err=True)
    raise typer.Exit(1)
