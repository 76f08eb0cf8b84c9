"""`workbook grade`: all the submissions of a class, for a teacher."""

import os
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress
from rich.text import Text

from workbook.checker.exercise import EXERCISE
from workbook.checker.limits import MB, Limits
from workbook.checker.options import USUAL, USUAL_MB, Memory, Request, Seconds, Wall
from workbook.command_line.output import fail, make_console
from workbook.display.harmless import clean
from workbook.endpoints import ENDPOINTS
from workbook.files.atomic_file import may_write, write_whole
from workbook.grade.grading import Grade, grade_submissions
from workbook.grade.journal import MADE_BY, Journal
from workbook.grade.output import NO_SANDBOX, as_csv, as_page, is_our_csv, is_our_page
from workbook.grade.pace import Pace
from workbook.grade.submissions import Submission, Submissions, read_submissions
from workbook.paths import AFTER
from workbook.processes.fork_server import FORK_SERVER
from workbook.typed import as_command

SELDOM = 60  # seconds between two lines that say how long it will take, where there is no bar

HELP = f"""Check every submission in FOLDER; write a table for a spreadsheet and an HTML page.

{NO_SANDBOX}

Each folder in FOLDER belongs to one student and has one main.py, at any depth; if it has more, \
the one in a folder named exercise counts. Each NAME.py directly in FOLDER is a submission too. \
Names that begin with a dot or two underscores are ignored, and so are before_dict_json, \
after_session, kept, venv and node_modules inside a student's folder. Links are not followed. If a \
student handed in no main.py, or more than one, the table says so in each of the student's rows.

What was checked is kept beside the table, in a file such as grades.journal. After Ctrl+C, a \
crash, or late hand-ins, the same command goes on from there: it checks only what is new, and the \
same text only once. To check everything anew, delete that file; other limits, or another version \
of the workbook or of its packages, do the same.

The exit status is 0 if everything was graded, whatever the grades, and 1 if not. Where a check \
itself failed (the disk was full, say), the cell is empty, and its row says why. Ctrl+C stops all \
checks; no table and no page is written then."""


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
    console = make_console()
    limits = Limits(seconds, request, wall, memory * MB)
    try:
        table = may_write(csv, MADE_BY, is_our_csv)
        page = may_write(html, MADE_BY, is_our_page)
        journal = Journal(csv, limits)
        if len({table, page, journal.path.resolve()}) < 3:
            raise ValueError(f"{csv}, {html} and {journal.path} must be three files: name others")
        handed_in = _handed_in(folder)
    except ValueError as error:
        fail(error)
    count = len(handed_in.submissions)
    _say(console, f"{count} {'submission' if count == 1 else 'submissions'} in {folder}")
    _say(console, NO_SANDBOX, "yellow")
    if handed_in.passed_over:
        _say(console, f"Ignored, not a Python file: {', '.join(handed_in.passed_over)}")
    # Those without a problem: what has one is not checked at all.
    are_known = [not each.problem and journal.knows(each.text) for each in handed_in.submissions]
    if known := sum(are_known):
        _say(console, f"{known} of them {'is' if known == 1 else 'are'} known from {journal.path}")
    FORK_SERVER.start_as_fork()
    try:
        grades = _graded(handed_in.submissions, are_known, limits, jobs, journal, console)
    except KeyboardInterrupt:
        fail(f"Stopped: no check is running any more, and no table was written. {_kept(journal)}")
    if journal.trouble:
        _say(console, f"{journal.trouble}: what was checked later is not kept", "yellow")
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
    submissions: Sequence[Submission],
    are_known: Sequence[bool],
    limits: Limits,
    jobs: int,
    journal: Journal,
    console: Console,
) -> list[Grade]:
    columns = (BarColumn(), MofNCompleteColumn(), "submissions", "{task.fields[pace]}")
    grades, said = [], time.monotonic()
    are_new = [not (s.problem or known) for s, known in zip(submissions, are_known, strict=True)]
    pace = Pace(sum(are_new))
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=len(submissions), pace="")
        one_by_one = grade_submissions(submissions, limits, jobs, journal)
        with closing(one_by_one):
            for grade, is_new in zip(one_by_one, are_new, strict=True):
                grades.append(grade)
                _say(console, _line(grade))
                pace.done += is_new
                progress.update(bar, advance=1, pace=str(pace))
                if not console.is_terminal and pace.done and time.monotonic() > said + SELDOM:
                    _say(console, f"{len(grades)} of {len(submissions)}: {pace}")
                    said = time.monotonic()
    return grades


def _kept(journal: Journal) -> str:
    if not len(journal):
        return "Nothing was checked."
    return f"{journal.path} has what was checked: the same command goes on from there."


def _line(grade: Grade) -> str:
    missing = [each.endpoint for each in grade.results if not each.passed]
    sign = "?" if any(each.check_failed for each in grade.results) else "✗" if missing else "✓"
    rest = f"; not {', '.join(missing)}" if 0 < len(missing) < len(ENDPOINTS) else ""
    problem = f": {grade.submission.problem}" if grade.submission.problem else ""
    count = f"{grade.solved} of {len(ENDPOINTS)} solved"
    return f"{sign} {grade.submission.student}: {count}{rest}{problem}"


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Text(clean(text, one_line=True), style), soft_wrap=True)
