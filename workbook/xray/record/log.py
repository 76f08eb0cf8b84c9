"""What the observers saw change from one moment to the next: a log, in order."""

from collections import Counter
from collections.abc import Sequence
from types import FrameType
from typing import Any, Protocol

from workbook.xray.entries import SHOWN_SQL, Statement
from workbook.xray.observe.values import said
from workbook.xray.record.moment import Moment
from workbook.xray.snapshot import LOCAL, OBJECTS, Snapshot, State, differences

SQL = 1_000  # this many statements are all kept; after that, those that are shown, and the number


class Observer(Protocol):
    """Sees one part of what is there, such as the sessions, and never disturbs it."""

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return what is there now; the frames are of the functions whose variables count."""


class Log:
    """What happened.

    Attributes:
        observers: who looks.
        lanes: what each kind of observer sees.
        moments: what happened, in order.
        before: what was there before it.
        troubles: what could not be observed, and why.

    """

    def __init__(self) -> None:
        self.observers: list[Observer] = []
        self.lanes: dict[type, tuple[str, ...]] = {}
        self.moments: list[Moment] = []
        self.before: dict[tuple[str, str], State] = {}
        self.troubles: list[str] = []
        self._snapshot: dict[tuple[str, str], State] = {}
        self._seen: dict[int, Snapshot] = {}  # what each observer saw last
        self._unknown: dict[str, None] = {}  # lanes that were not looked at since the last moment
        self._sql: dict[int, list[Statement]] = {}  # by the number of the call that sent it
        self._more_sql: Counter[int] = Counter()
        self._kept_sql = 0

    def start(self) -> None:
        """Look for the first time."""
        seen, _ = self._look(())
        self.before = self._snapshot = seen

    def add(
        self,
        what: str,
        frames: Sequence[FrameType],
        number: int = 0,
        hidden: tuple[str, ...] = (),
        **details: Any,
    ) -> None:
        """Look, and note a moment with what has changed since the one before.

        Args:
            what: happened.
            frames: of the function whose line ran until now, the last, and of those that called it.
            number: of its call; 0: none of these ran.
            hidden: its variables that do not count.
            details: see `Moment`.

        """
        before_this = self._unknown
        looked, self._unknown = self._look(frames)
        self._note_earlier()
        # In the middle of a line, since Python 3.12, the variables of a comprehension can be seen:
        # so a variable counts where its own function goes on to another line, or ends.
        counts = (
            bool(number and frames) and what not in ("call", "cut") and OBJECTS not in self._unknown
        )
        here = f"{len(frames) - 1}{LOCAL}"
        snapshot: dict[tuple[str, str], State] = {}
        for (lane, name), state in looked.items():
            if LOCAL not in name:
                snapshot[lane, name] = state
            elif counts and name.startswith(here) and name.removeprefix(here) not in hidden:
                snapshot[lane, f"{number}{LOCAL}{name.removeprefix(here)}"] = state
        mine = f"{number}{LOCAL}"
        for (lane, name), state in self._snapshot.items():
            if LOCAL in name and not (counts and name.startswith(mine)):
                snapshot[lane, name] = state
        changes = differences(self._snapshot, snapshot)
        unknown = tuple(before_this | self._unknown)
        sql, more = self._taken(None if what in ("rounds", "end") else number)
        self.moments.append(Moment(what, changes, sql, more, number, unknown=unknown, **details))
        self._snapshot = snapshot

    def over(self, number: int) -> None:
        """Forget the variables of a call that is over."""
        mine = f"{number}{LOCAL}"
        self._snapshot = {k: s for k, s in self._snapshot.items() if not k[1].startswith(mine)}

    def lost(self, text: str) -> None:
        """Note that something happened that was not observed: what it did is not known."""
        self.trouble(text)
        lanes = [lane for observer in self.observers for lane in self._lanes_of(observer)]
        self._unknown |= dict.fromkeys(lanes)

    def sent(self, statement: Statement, number: int = 0) -> None:
        """Note SQL that was sent; it belongs to the next moment of the call that sent it."""
        kept = self._sql.setdefault(number, [])
        if self._kept_sql < SQL or len(kept) < SHOWN_SQL:
            kept.append(statement)
            self._kept_sql += 1
        else:
            self._more_sql[number] += 1

    def has_sql(self, number: int) -> bool:
        """Tell whether SQL was sent that belongs to the next moment of that call."""
        return number in self._sql

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
                    self._snapshot[key] = state
                    self.before[key] = getattr(observer, "first", {}).get(key, state)
            earlier.clear()

    def _taken(self, number: int | None) -> tuple[tuple[Statement, ...], int]:
        """Return the SQL that was sent for a call, or all of it; it is no longer kept."""
        numbers = list(self._sql) if number is None else [number]
        sql = tuple(s for each in numbers for s in self._sql.pop(each, ()))
        return sql, sum(self._more_sql.pop(each, 0) for each in numbers)

    def _lanes_of(self, observer: Observer) -> tuple[str, ...]:
        return self.lanes.get(type(observer), ())

    def _look(
        self, frames: Sequence[FrameType]
    ) -> tuple[dict[tuple[str, str], State], dict[str, None]]:
        """Return what is there, and the lanes that could not be looked at."""
        snapshot: dict[tuple[str, str], State] = {}
        unknown: dict[str, None] = {}
        for place, observer in enumerate(self.observers):
            lanes = self._lanes_of(observer)
            try:
                seen = observer.look(frames)
            except Exception as error:
                what = " and ".join(lanes) or type(observer).__name__
                self.trouble(
                    f"could not be looked at: {what}: {type(error).__name__}: {said(error)}"
                )
                unknown |= dict.fromkeys(lanes)
                seen = self._seen.get(place, {})
            else:
                self._seen[place] = {k: s for k, s in seen.items() if LOCAL not in k[1]}
            snapshot |= seen
        return snapshot, unknown
