"""The limits as options of the commands that check."""

from math import isnan
from typing import Annotated, Any

import typer

from workbook.checker.limits import MB, Limits

LONGEST = 86_400  # seconds; more would be none
USUAL = Limits()
USUAL_MB = USUAL.memory // MB


def _number(value: float) -> float:
    if isnan(value):  # neither less nor more than a limit
        raise typer.BadParameter("nan is no number of seconds")
    return value


def _seconds(what: str) -> Any:
    return typer.Option(min=1, max=LONGEST, callback=_number, help=what)


Seconds = Annotated[float, _seconds("Limit of each check, in seconds of processor time.")]
Request = Annotated[
    float, _seconds("The same of each request and test; also for how long it may wait.")
]
Wall = Annotated[float, _seconds("Limit of each check from its start to its end, in seconds.")]
Memory = Annotated[
    int, typer.Option(min=1000, help="Limit of memory of each process, in MB; on Linux only.")
]
