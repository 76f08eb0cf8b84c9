"""The command line of the X-ray alone: `workbook trace`."""

import typer

from workbook.command_line.commands import CommandLine
from workbook.command_line.ending import run
from workbook.xray.command import trace

app = typer.Typer(cls=CommandLine, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def workbook() -> None:
    """Show what each line of a FastAPI app did for a request."""


app.command(name="trace")(trace)


def main() -> None:
    """Be the command `workbook`."""
    run(app)


if __name__ == "__main__":
    main()
