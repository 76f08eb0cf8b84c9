"""`workbook copies`, `reset` and `progress`: the student's own lessons, and the exercise."""

from typing import Annotated

import typer
from rich.text import Text

from workbook.checker import command as exercise
from workbook.checker.command import STYLES
from workbook.checker.tasks.names import TASKS
from workbook.command_line.output import complain, fail, make_console, say
from workbook.endpoints import ENDPOINTS
from workbook.lessons.copies import KEPT, Made, begin_anew, is_fresh, make_copies
from workbook.lessons.names import LESSONS, file_name, label, lesson
from workbook.lessons.progress import readings
from workbook.paths import MY_LESSONS, NOTEBOOKS

FIRST = file_name(LESSONS[0])
LISTED = 3  # lines; what is more goes into one
FOLDER = MY_LESSONS.name

LessonOrEndpoint = Annotated[
    str | None,
    typer.Argument(
        metavar="ENDPOINT|LESSON",
        help="An endpoint such as create_expense, or a lesson such as 04 or 04_create. "
        "If left out: all six endpoints, and no lesson.",
    ),
]


def make_my_copies() -> None:
    """Make your own copies of the lessons, in my_lessons, without opening them."""
    made = say_what_is_made()
    raise typer.Exit(bool(made.problems))


def place_to_open() -> str:
    """Make the copies, and return the path of the first lesson, seen from the project's folder."""
    say_what_is_made()
    if (MY_LESSONS / FIRST).is_file():
        return f"{FOLDER}/{FIRST}"
    complain("So the lessons open as they are in notebooks, with their outputs.")
    return f"{NOTEBOOKS.name}/{FIRST}"


def say_what_is_made() -> Made:
    """Make the copies that are missing, and say so in a few lines."""
    made = make_copies()
    if len(made.copies) == len(LESSONS):
        say(f"Your own copies of the lessons are in {FOLDER}; git leaves them alone.")
    elif made.copies:
        say(f"New in {FOLDER}: {', '.join(map(label, made.copies))}")
    if len(made.newer) > LISTED:
        numbers = ", ".join(each[:2] for each in made.newer)
        name = next(iter(made.newer.values()))
        say(f"Lessons {numbers} have changed. Your copies are as you left them;")
        say(f"the new ones are beside them, such as {FOLDER}/{name}.")
    else:
        for each, name in made.newer.items():
            say(f"Lesson {each[:2]} has changed. The new one is {FOLDER}/{name}.")
    for problem in made.problems:
        complain(problem)
    return made


def show_progress() -> None:
    """Show which lessons you have read, and which endpoints are solved.

    A lesson is read when all of its cells have been run and it was saved; folded answers do not
    count. The exit status is 0 only if all endpoints are solved.
    """
    console = make_console()
    found = list(readings())
    for each in found:
        sign = "✓" if each.is_read else "·"
        state = "read" if each.is_read else "begun" if each.run else ""
        count = f"{each.run}/{each.cells}" if each.cells else "-"
        line = Text(f"{sign} {label(each.lesson):<21} {count:>5}  ", STYLES.get(sign, ""))
        console.print((line + Text(state, "default")), no_wrap=True, overflow="ellipsis")
    read = sum(each.is_read for each in found)
    console.print(f"{read} of {len(found)} lessons are read.")
    if read < len(found):
        console.print("Only what you have saved counts.")
    console.print()
    exercise.show_progress()


def reset(
    name: LessonOrEndpoint = None,
    only_look: Annotated[
        bool,
        typer.Option(
            "--check", help="Change nothing; exit with status 1 if there is something to reset."
        ),
    ] = False,
) -> None:
    """Begin anew: all endpoints, one endpoint, or one lesson. A copy of what you had is kept.

    With an endpoint, such as create_expense: `pass` is put back into exercise/main.py. With a task,
    such as pay_with_card: into exercise/after_the_switch.py.

    With a lesson, such as 04 or 04_create: my_lessons gets a new copy of it.
    """
    if name is None or name in (*ENDPOINTS, *TASKS):
        exercise.reset_exercise(name, only_look)
        return
    try:
        named = lesson(name)
    except ValueError as error:
        fail(
            f"there is no endpoint {name!r}, only {', '.join(ENDPOINTS)}; "
            f"no such task, only {', '.join(TASKS)}; and {error}"
        )
    path = f"{FOLDER}/{file_name(named)}"
    try:
        if only_look:
            untouched = is_fresh(named)
            say(f"{path} is {'' if untouched else 'not '}as it was at the start")
            raise typer.Exit(not untouched)
        kept = begin_anew(named)
    except ValueError as error:
        fail(error)
    except OSError as error:
        fail(f"{path} cannot be begun anew: {error.strerror or error}")
    say(f"{path} is as it was at the start")
    if kept is not None:
        say(f"what you had is in {FOLDER}/{KEPT}/{kept.name}")
        say("If it is open in JupyterLab: File, then Reload Notebook from Disk")
