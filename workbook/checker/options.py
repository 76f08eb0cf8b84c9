"""The limits as options of the commands that check."""

from typing import Annotated

import typer

from workbook.checker.limits import MB, Limits

USUAL = Limits()
USUAL_MB = USUAL.memory // MB

Seconds = Annotated[
    float, typer.Option(min=1, help="Limit of each check, in seconds of processor time.")
]
Request = Annotated[
    float,
    typer.Option(min=1, help="The same of each request and test; also for how long it may wait."),
]
Wall = Annotated[
    float, typer.Option(min=1, help="Limit of each check from its start to its end, in seconds.")
]
Memory = Annotated[
    int, typer.Option(min=1000, help="Limit of memory of each process, in MB; on Linux only.")
]
