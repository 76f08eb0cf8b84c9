"""What happens at each station of a request, in order: only what the entries say."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbook.xray.entries import Answer, Entry, Header, Phase, Step, Work
from workbook.xray.snapshot import SessionState, Snapshot

STATIONS = ("Request", "Function", "Session", "Pool", "Database")
REQUEST, FUNCTION, SESSION, POOL, DATABASE = STATIONS
LONGEST = 60  # characters of a line of code
OPENS = "{} opens a session."
NOT_YET = "It takes no connection yet."
TAKES = "The session takes a connection from the pool, and sends SQL."
SENDS = "SQL is sent."
ENDS = {"COMMIT": "what changed is permanent now", "ROLLBACK": "what was not committed is undone"}
BUILDS = "FastAPI reads the object to build the answer."
BACK = "The connection goes back to the pool."
CLOSES = "The session closes."


class Cell(NamedTuple):
    """What is at a station; new is what happens in this row."""

    text: str = ""
    is_new: bool = False


class Row(NamedTuple):
    """Something that happens: said in words, and what is at each station then."""

    sentence: str
    cells: dict[str, Cell]


class Stations:
    """Makes the rows.

    Args:
        before: what was there before the request.

    """

    def __init__(self, before: Snapshot) -> None:
        self.rows = [Row("The request arrives.", {REQUEST: Cell("arrives", is_new=True)})]
        self._now = {REQUEST: "waits"}
        self._calls: dict[int, Header] = {}
        self._sessions = {n: s for (_, n), s in before.items() if isinstance(s, SessionState)}

    def add(self, entries: Sequence[Entry]) -> None:
        """Add what happens."""
        for entry in entries:
            if isinstance(entry, Header):
                self._begin(entry)
            elif isinstance(entry, Answer):
                self._row("The answer is sent.", {REQUEST: f"answered: {entry.status}"})
                self._now[REQUEST] = "answered"
            elif isinstance(entry, Step):
                first = len(self.rows)
                for phase in entry.phases:
                    self._phase(entry, phase, is_first=len(self.rows) == first)
                if not entry.phases and entry.sentence.startswith(CLOSES):
                    self._row(CLOSES, {SESSION: "closes"})  # it had nothing left to let go of
                    self._now[SESSION] = "closed"
                if entry.error and not entry.by:
                    self._failed(entry)

    def _begin(self, header: Header) -> None:
        is_new = header.call not in self._calls
        self._calls[header.call] = header
        if header.role == Work.ENDPOINT and is_new:
            self._row(f"FastAPI calls {header.name}().", {FUNCTION: f"{header.name}() begins"})

    def _phase(self, step: Step, phase: Phase, *, is_first: bool) -> None:
        said, cells = list(self._sent(step, phase)), dict[str, str]()
        if phase.sql:
            cells |= {SESSION: "sends SQL", DATABASE: _words(phase)}
        for change in phase.changes:
            if not isinstance(change.after, SessionState):
                continue
            before, after = self._sessions.get(change.name), change.after
            self._sessions[change.name] = after
            had = before is not None and bool(before.database)
            count, pool = f"{after.in_use} in use", after.in_use >= 0
            if change.before is None and not (before or after.since or after.is_connection):
                said.append(OPENS.format(self._name(step)))
                said += [NOT_YET] if pool and not after.database else []
                cells |= {SESSION: "is opened"} | ({POOL: count} if pool else {})
            if after.database and not had and pool:
                said = [*(each for each in said if each != SENDS), TAKES]
                cells |= {SESSION: "takes a connection", POOL: f"lends one: {count}"}
            if after.is_closed and not (before and before.is_closed):
                said.append(CLOSES)
                cells[SESSION] = "closes"
            if had and not after.database and pool:
                said.append(BACK)
                is_back = before is not None and after.in_use < before.in_use
                pool_has = f"has it back: {count}" if is_back else "gets it back"
                cells = {SESSION: "gives it back", **cells, POOL: pool_has}
            self._now[SESSION] = _rests(after)
            if pool:
                self._now[POOL] = count
        if said and not is_first and not phase.sql and SESSION in cells:
            self._extend(" ".join(said), cells)
        elif said:
            self._row(" ".join(said), self._line(step) | cells)

    def _sent(self, step: Step, phase: Phase) -> Iterator[str]:
        words = _words(phase)
        ends = [f"{word} is sent: {text}." for word, text in ENDS.items() if word in words]
        sends = [BUILDS if step.by == Work.BUILDS else SENDS] if words else []
        yield from ends or sends

    def _failed(self, step: Step) -> None:
        kind, name = step.error.partition(":")[0], self._name(step)
        said = f"{kind} passes through {name}." if step.passes else f"{name} raises {kind}."
        if said not in (row.sentence for row in self.rows):
            self._row(said, self._line(step))

    def _row(self, sentence: str, new: dict[str, str]) -> None:
        cells = {station: Cell(text) for station, text in self._now.items()}
        cells |= {station: Cell(text, is_new=True) for station, text in new.items()}
        self.rows.append(Row(sentence, cells))

    def _extend(self, sentence: str, new: dict[str, str]) -> None:
        row = self.rows.pop()
        cells = {station: Cell(text, is_new=True) for station, text in new.items()}
        self.rows.append(Row(f"{row.sentence} {sentence}", row.cells | cells))

    def _line(self, step: Step) -> dict[str, str]:
        """Return the line, if the path operation function, or what it calls, has it."""
        header = self._calls.get(step.call)
        while header is not None and header.role != Work.ENDPOINT:
            header = self._calls.get(header.caller)
        source = " ".join(step.source.split())
        short = source if len(source) <= LONGEST else f"{source[:LONGEST]}…"
        return {FUNCTION: short} if header is not None else {}

    def _name(self, step: Step) -> str:
        return f"{self._calls[step.call].name}()" if step.call in self._calls else "FastAPI"


def _words(phase: Phase) -> str:
    return ", ".join(statement.text.split(maxsplit=1)[0] for statement in phase.sql)


def _rests(session: SessionState) -> str:
    if session.is_closed:
        return "closed"
    return "has a connection" if session.database else "open"
