"""The commands as a group, for typer: whatever ends one of them ends it in the same way."""

import sys
from typing import Any

from typer.core import TyperGroup

from workbook.command_line.ending import INTERRUPTED
from workbook.command_line.output import TROUBLE, complain, fail, make_legible, said


class CommandLine(TyperGroup):
    """Commands that print something legible, and end in one line when they cannot go on."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Be the command; see typer."""
        make_legible()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            complain(said(error))
            sys.exit(TROUBLE)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named, to its end or to a signal; see typer."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            fail("stopped", INTERRUPTED)
