"""The command line: `workbook` opens the lessons, `workbook diff` shows the whole change."""

import os
from pathlib import Path
from typing import Annotated

import typer

from workbook.checker.command import check, hint, progress, reset, watch
from workbook.grade.command import HELP, grade_all
from workbook.paths import NOTEBOOKS, ROOT
from workbook.review.command import diff
from workbook.xray.command import trace

FIRST = "00_start_here.ipynb"

app = typer.Typer(help="From dict to session: open the lessons.", pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def workbook(context: typer.Context) -> None:
    """Open JupyterLab at the first notebook."""
    if context.invoked_subcommand is None:
        open_lab([])


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """Open JupyterLab at the first notebook; further options go to JupyterLab."""
    open_lab(context.args)


@app.command(name="execute")
def execute_notebooks(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="All of them, if none is named.")
    ] = None,
) -> None:
    """Run notebooks from top to bottom and write them back, normalised."""
    from workbook.notebooks import (  # 2 s to import: only this command needs it
        NotebookError,
        execute,
    )

    for path in notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        try:
            changed = execute(path)
        except NotebookError as error:
            typer.echo(error, err=True)
            raise typer.Exit(1) from None
        typer.echo(f"{path.name}: {'written' if changed else 'unchanged'}")


for command in (diff, trace, check, hint, reset, progress, watch):
    app.command()(command)
app.command(name="grade", help=HELP)(grade_all)


def open_lab(options: list[str]) -> None:
    """Start JupyterLab in this process; it prints its address and opens a browser if it can."""
    if not (NOTEBOOKS / FIRST).exists():
        typer.echo(f"{NOTEBOOKS / FIRST} is missing: run this in a clone of the project", err=True)
        raise typer.Exit(1)
    # Our own configuration folder switches the question about news off, for this start only.
    paths = [str(ROOT / "workbook" / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    from jupyterlab.labapp import LabApp  # slow to import: only this command needs it

    defaults = [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/notebooks/{FIRST}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ServerApp.allow_root=True",
        "--Application.log_level=ERROR",
    ]
    LabApp.launch_instance([*defaults, *options])


if __name__ == "__main__":
    app(prog_name="workbook")
