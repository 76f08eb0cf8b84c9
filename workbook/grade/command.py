"""`workbook grade`: all the submissions of a class, for a teacher."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.text import Text

from workbook.checker.exercise import EXERCISE
from workbook.checker.limits import Limits
from workbook.command_line.output import fail, make_console
from workbook.display.atomic_file import may_write, write_whole
from workbook.display.harmless import clean
from workbook.endpoints import ENDPOINTS
from workbook.grade.grading import Grade, grade_submissions
from workbook.grade.output import NO_SANDBOX, as_csv, as_page, is_our_csv, is_our_page
from workbook.grade.submissions import Submission, Submissions, read_submissions
from workbook.paths import AFTER
from workbook.processes.fork_server import FORK_SERVER
from workbook.typed import as_command

MB = 1_000_000
MADE_BY = "workbook grade"
USUAL = Limits()

HELP = f"""Check every submission in FOLDER; write a table for a spreadsheet and an HTML page.

{NO_SANDBOX}

Each folder in FOLDER belongs to one student and has one main.py, at any depth; if it has more, \
the one in a folder named exercise counts. Each NAME.py directly in FOLDER is a submission too. \
Names that begin with a dot or two underscores are ignored, and so are before_dict_json, \
after_session, kept, venv and node_modules inside a student's folder. Links are not followed. If a \
student handed in no main.py, or more than one, the table says so in each of the student's rows.

The exit status is 0 if everything was graded, whatever the grades, and 1 if not. Ctrl+C stops all \
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
    seconds: Annotated[
        float, typer.Option(min=1, help="Time limit of each check.")
    ] = USUAL.seconds,
    memory: Annotated[
        int, typer.Option(min=1000, help="Memory limit of each process, in MB; on Linux only.")
    ] = USUAL.memory // MB,
) -> None:
    """Check every submission in a folder."""  # the help that is shown is HELP
    console = make_console()
    limits = Limits(seconds, memory * MB)
    try:
        if may_write(csv, MADE_BY, is_our_csv) == may_write(html, MADE_BY, is_our_page):
            raise ValueError(f"--csv and --html are both {csv}: name two files")
        handed_in = _handed_in(folder)
    except ValueError as error:
        fail(error)
    count = len(handed_in.submissions)
    _say(console, f"{count} {'submission' if count == 1 else 'submissions'} in {folder}")
    _say(console, NO_SANDBOX, "yellow")
    if handed_in.passed_over:
        _say(console, f"Ignored, not a Python file: {', '.join(handed_in.passed_over)}")
    FORK_SERVER.start_as_fork()
    try:
        grades = _graded(handed_in.submissions, limits, jobs, console)
    except KeyboardInterrupt:
        fail("Stopped: no check is running any more, and nothing was written.")
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
    if failed:
        fail("\n".join(failed))


def _handed_in(folder: Path) -> Submissions:
    try:
        handed_in = read_submissions(folder)
    except OSError as error:
        raise ValueError(f"cannot read {folder}: {error.strerror}") from None
    if _is_clone(folder):
        raise ValueError(
            f"{folder} is the workbook itself: name the folder that has the submissions"
        )
    if not handed_in.submissions:
        only = f", only {', '.join(handed_in.passed_over)}" if handed_in.passed_over else ""
        raise ValueError(f"no submission in {folder}{only}: see {as_command('grade', '--help')}")
    return handed_in


def _is_clone(folder: Path) -> bool:
    """Tell whether it is a copy of this project; a student's would be in the folder, not be it."""
    return all((folder / name).exists() for name in ("pyproject.toml", AFTER, EXERCISE))


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


def _line(grade: Grade) -> str:
    missing = [each.endpoint for each in grade.results if not each.passed]
    rest = f"; not {', '.join(missing)}" if 0 < len(missing) < len(ENDPOINTS) else ""
    problem = f": {grade.submission.problem}" if grade.submission.problem else ""
    count = f"{grade.solved} of {len(ENDPOINTS)} solved"
    return f"{'✗' if missing else '✓'} {grade.submission.student}: {count}{rest}{problem}"


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(clean(text, one_line=True), style), soft_wrap=True)
