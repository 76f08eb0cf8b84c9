"""What the observers saw change from one moment to the next: a log, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any, Protocol

from workbook.xray.observe.values import said
from workbook.xray.record.statements import PythonStatement
from workbook.xray.snapshot import (
    SHOWN_SQL,
    Answer,
    Change,
    Header,
    Snapshot,
    State,
    Statement,
    differences,
)

SQL = 1_000  # this many statements are all kept; after that, those that are shown, and the number


class Observer(Protocol):
    """Sees one part of what is there, such as the sessions, and never disturbs it."""

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return what is there now; the frames are of the functions that run, the outer first."""


@dataclass(frozen=True)
class Moment:
    """Something that happened, and what had changed since the moment before.

    `what` is "call", "line", "rounds", "return", "raise", "cut", "thread", "answer" or "end". The
    number is of the call of the function, so that one that goes on after an `await` is known again.
    """

    what: str
    changes: tuple[Change, ...]
    sql: tuple[Statement, ...]
    more_sql: int
    number: int = 0
    header: Header | None = None
    source: PythonStatement | None = None
    text: str = ""
    count: int = 0
    answer: Answer | None = None


class Log:
    """What happened.

    Attributes:
        observers: who looks.
        moments: what happened, in order.
        before: what was there before it.
        troubles: what could not be observed, and why.

    """

    def __init__(self) -> None:
        self.observers: list[Observer] = []
        self.moments: list[Moment] = []
        self.before: dict[tuple[str, str], State] = {}
        self.troubles: list[str] = []
        self._snapshot: dict[tuple[str, str], State] = {}
        self._sql: list[Statement] = []
        self._kept_sql = 0
        self._more_sql = 0

    def start(self) -> None:
        """Look for the first time."""
        self.before = self._snapshot = self._look(())

    def add(self, what: str, frames: Sequence[FrameType], **details: Any) -> None:
        """Look, and note a moment with what has changed since the one before."""
        snapshot = self._look(frames)
        self._note_earlier()
        changes = differences(self._snapshot, snapshot)
        self.moments.append(Moment(what, changes, tuple(self._sql), self._more_sql, **details))
        self._snapshot, self._sql, self._more_sql = snapshot, [], 0

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent; it belongs to the next moment."""
        if self._kept_sql < SQL or len(self._sql) < SHOWN_SQL:
            self._sql.append(statement)
            self._kept_sql += 1
        else:
            self._more_sql += 1

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
        if text not in self.troubles:
            self.troubles.append(text)

    def _note_earlier(self) -> None:
        """Add what is seen for the first time, and is known to have been there before."""
        for observer in self.observers:
            earlier: dict[tuple[str, str], State] = getattr(observer, "earlier", {})
            for key, state in earlier.items():
                if key not in self._snapshot:
                    self._snapshot[key] = self.before[key] = state
            earlier.clear()

    def _look(self, frames: Sequence[FrameType]) -> dict[tuple[str, str], State]:
        snapshot: dict[tuple[str, str], State] = {}
        for observer in self.observers:
            try:
                snapshot |= observer.look(frames)
            except Exception as error:
                self.trouble(f"{type(observer).__name__}: {said(error)}")
        return snapshot
