"""The command line: `workbook` opens the lessons, `workbook --help` lists the rest."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from workbook.checker.command import check_exercise, give_hint, watch_exercise
from workbook.clone import NotInCloneError, need_for_checks, need_for_lessons
from workbook.command_line.commands import CommandLine
from workbook.command_line.ending import run
from workbook.command_line.output import fail, say
from workbook.grade.command import HELP, grade_all
from workbook.lessons.command import make_my_copies, place_to_open, reset, show_progress
from workbook.lessons.names import LESSONS, file_name
from workbook.lessons.sheets.command import sheets
from workbook.paths import NOTEBOOKS, ROOT
from workbook.processes.bytecode import compile_packages
from workbook.processes.fork_server import FORK_SERVER
from workbook.review.command import diff
from workbook.same.command import same
from workbook.site.command import serve_site, site
from workbook.xray.command import trace


def needs(look: Callable[[], None], command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that first looks whether all that it needs is there, and else says so."""

    @wraps(command)
    def called(*arguments: object, **options: object) -> None:
        try:
            look()
        except NotInCloneError as error:
            fail(error, 2)
        command(*arguments, **options)

    return called


COMMANDS: dict[str, Callable[..., None]] = {
    "diff": diff,
    "trace": trace,
    "check": needs(need_for_checks, check_exercise),
    "hint": give_hint,
    "reset": needs(need_for_lessons, reset),
    "progress": needs(need_for_lessons, needs(need_for_checks, show_progress)),
    "watch": needs(need_for_checks, watch_exercise),
    "copies": needs(need_for_lessons, make_my_copies),
    "sheets": needs(need_for_lessons, sheets),
    "same": same,
    "site": needs(need_for_lessons, site),
    "serve-site": serve_site,
}

app = typer.Typer(
    cls=CommandLine,
    help="From dict to session: open the lessons.",
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def workbook(context: typer.Context) -> None:
    """Make your own copies of the lessons, and open JupyterLab at the first."""
    compile_packages()
    if context.invoked_subcommand is None:
        needs(need_for_lessons, open_lab)([])


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """The same as no command at all; any options are passed on to JupyterLab."""
    needs(need_for_lessons, open_lab)(context.args)


def execute_notebooks(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="If none is named: all lessons.")
    ] = None,
) -> None:
    """Run notebooks from top to bottom, and save them with their outputs."""
    # Takes 2 s to import, and only this command needs it.
    from workbook.lessons.execute import NotebookError, execute

    for path in notebooks or [NOTEBOOKS / file_name(lesson) for lesson in LESSONS]:
        try:
            changed = execute(path)
        except NotebookError as error:
            fail(error)
        say(f"{path.name}: {'written' if changed else 'unchanged'}")


app.command(name="execute")(needs(need_for_lessons, execute_notebooks))
for name, command in COMMANDS.items():
    app.command(name=name)(command)
app.command(name="grade", help=HELP)(needs(need_for_checks, grade_all))


def open_lab(options: list[str]) -> None:
    """Start JupyterLab in this process; it prints its address, and opens a browser if it can."""
    first = place_to_open()
    # Our configuration folder turns off the question about news, for this start only.
    paths = [str(ROOT / "workbook" / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    from jupyterlab.labapp import LabApp  # slow to import: only this command needs it

    defaults = [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{first}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ServerApp.allow_root=True",
        "--Application.log_level=ERROR",
    ]
    LabApp.launch_instance([*defaults, *options])


def main() -> None:
    """Be the command `workbook`."""
    FORK_SERVER.may_be_a_fork = True
    run(app)


if __name__ == "__main__":
    main()
