"""What the command gives to the process of an app."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.same.requests.step import Example
from workbook.xray.any_app.name import Place


@dataclass(frozen=True)
class Start:
    """What the process needs to begin.

    Attributes:
        place: of the app, in the copy.
        original: the folder that was copied.
        refusals: the file that gets the names of what the app must not do.
        forks: fork for each example, if that can be done.

    """

    place: Place
    original: Path
    refusals: Path
    forks: bool


@dataclass(frozen=True)
class Job:
    """What a fork does.

    Attributes:
        kind: "answers", "picture" (of the last request), or "document" (of OpenAPI).
        steps: without restarts.
        before: the requests that came before a restart, and their answers.
        ends: seconds that the app gets to end, as before a restart; 0: it is killed.
        reverses: see `DataFiles`.
        imports: libraries that an earlier fork has imported late; the next ones then need not.
        endless: operations that were seen to send without end.
        patience: seconds that the app may take for an answer.

    """

    kind: str
    steps: Example = field(default_factory=list)
    before: list[tuple[Any, dict]] = field(default_factory=list)
    ends: float = 0
    reverses: bool = False
    imports: tuple[str, ...] = ()
    endless: frozenset[str] = frozenset()
    patience: float = 5
