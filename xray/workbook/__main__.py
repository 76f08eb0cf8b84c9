"""The command line of the X-ray alone: `workbook trace` and `workbook same`."""

import typer

from workbook.command_line.commands import CommandLine
from workbook.command_line.ending import run
from workbook.processes.fork_server import FORK_SERVER
from workbook.same.command import same
from workbook.xray.command import trace

app = typer.Typer(cls=CommandLine, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def workbook() -> None:
    """Show what each line of a FastAPI app did for a request, or compare two versions of it."""


app.command(name="trace")(trace)
app.command(name="same")(same)


def main() -> None:
    """Be the command `workbook`."""
    FORK_SERVER.may_be_a_fork = True
    run(app)


if __name__ == "__main__":
    main()
