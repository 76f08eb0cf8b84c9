"""One call of a function that is followed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any

from workbook.xray.record.code.statements import PythonStatement


@dataclass(eq=False)
class Call:
    """One call of a function, until it is over.

    Attributes:
        number: by which the log knows it.
        name: of the function, with its class.
        title: this and its arguments.
        role: what it is to the app, or who calls it.
        file: where it is, as seen from the app's folder.
        depth: how many of those that are followed have called it.
        parent: the one that has called it, or has let it go on.
        frame: of the function; None when it is over, so that nothing of it is kept.
        pauses: where it stands when it yields or awaits.
        trace: what Python tells each line.
        hidden: its variables that are the server's, and not shown.
        source: the statement that runs.
        is_hot: that statement is only counted.
        hot: the statements that are only counted from now on, by each of their lines.
        visits: how often each statement ran, by its line.
        called: how often a line, by its number, called a function, by its code's id.
        counted: how often functions were called that were not followed, by name.
        resumed: how often it went on at a line after others had run, by its number.
        uncounted: how often it went on at a line, without being noted.
        awaits: it stands at an `await`.
        is_failing: an error has just been raised, and no line ran since.
        unsaid: that error, if it was only counted.
        latest: the last error that it is known to have had, as text.

    """

    number: int
    name: str
    title: str
    role: str
    file: str
    depth: int
    parent: "Call | None"
    frame: FrameType | None
    pauses: frozenset[int]
    trace: Callable[[FrameType, str, Any], Any] | None = None
    hidden: tuple[str, ...] = ()
    source: PythonStatement | None = None
    is_hot: bool = False
    hot: dict[int, PythonStatement] = field(default_factory=dict)
    visits: Counter[int] = field(default_factory=Counter)
    called: Counter[tuple[int, int]] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    resumed: Counter[int] = field(default_factory=Counter)
    uncounted: int = 0
    awaits: bool = False
    is_failing: bool = False
    unsaid: tuple[BaseException, TracebackType] | None = None
    latest: str = ""

    def descends_from(self, other: "Call") -> bool:
        """Tell whether it is the other one, or was called by it, or by one that it has called."""
        call: Call | None = self
        while call is not None and call is not other:
            call = call.parent
        return call is not None
