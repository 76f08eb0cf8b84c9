"""Send requests to the app that is checked, and keep what was seen: answers, rows, sessions."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from workbook.serve import Server
from workbook.xray import Trace, trace
from workbook.xray.world import Step, Thing, Work

Row = tuple[Any, ...]
COLUMNS = ("id", "description", "amount", "category", "date")
ROWS = [  # id 3 was deleted, so a position in the list is no id
    (1, "Lunch", 3.333, "food", "2026-11-23"),
    (2, "Bus", 2.8, "transport", None),
    (4, "Tea", 3.333, "food", None),
]
CAKE = {"description": "Cake", "amount": 4.5, "category": "other", "date": "2026-11-23"}
MAIN: dict[str, tuple[str, str, dict | None]] = {
    "create_expense": ("POST", "/expenses", CAKE),
    "list_expenses": ("GET", "/expenses", None),
    "get_expense": ("GET", "/expenses/4", None),
    "update_expense": ("PATCH", "/expenses/4", {"amount": 3.5}),
    "delete_expense": ("DELETE", "/expenses/4", None),
    "get_summary": ("GET", "/summary", None),
}


@dataclass
class Probe:
    """One request, and what was seen of it.

    Attributes:
        request: method, path and body.
        before: the rows of the table before it.
        after: and after it.
        found: its X-ray.
        sessions: the sessions that began a transaction.
        engines: the engines that sent SQL.
        open: connections that were still in use when the request was over.
        in_event_loop: whether SQL was sent there, where it holds all other requests up.

    """

    request: tuple[str, str, dict | None]
    before: list[Row]
    after: list[Row] = field(default_factory=list)
    found: Trace = field(init=False)
    sessions: list[Session] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    open: int = 0
    in_event_loop: bool = False

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 0 if self.found.response is None else self.found.response.status_code

    @property
    def answers_an_expense(self) -> bool:
        """Whether the answer is one expense, with its id."""
        answer = self.found.response.json() if self.status == 200 else None
        return isinstance(answer, dict) and "id" in answer

    @property
    def ids(self) -> list[int]:
        """The ids of the answer, if it is a list of expenses."""
        answer = self.found.response.json() if self.status == 200 else []
        return [each["id"] for each in answer] if isinstance(answer, list) else []

    @property
    def flush_failed(self) -> bool:
        """Whether the database refused a statement of a flush."""
        return "flush fails" in self.parts

    @property
    def selects(self) -> list[str]:
        """The queries that were sent."""
        return [statement for statement in self.found.sql() if statement.startswith("SELECT")]

    @property
    def parts(self) -> list[str]:
        """The named parts of what the lines did, such as flush, commit, rollback."""
        return [phase.name for step in self.steps for phase in step.phases if phase.name]

    @property
    def words(self) -> list[str]:
        """The first word of each statement, such as INSERT."""
        return [statement.split(" ")[0].upper() for statement in self.found.sql()]

    @property
    def steps(self) -> list[Step]:
        """The lines that ran."""
        return [entry for entry in self.found.entries if isinstance(entry, Step)]

    @property
    def rolls_back(self) -> bool:
        """Whether a line sends ROLLBACK, rather than the session when it closes."""
        steps = [step for step in self.steps if step.number and not step.note]
        return any(s.text == "ROLLBACK" for step in steps for p in step.phases for s in p.sql)

    def listed(self, name: str) -> bool:
        """Tell whether an object was ever on a list of a session: new, changed or deleted."""
        return any(
            isinstance(change.after, Work) and name in dict(change.after.lists)
            for step in self.steps
            for phase in step.phases
            for change in phase.changes
        )

    def states(self) -> set[str]:
        """Return all states in which an object was seen."""
        return {
            change.after.state
            for step in self.steps
            for phase in step.phases
            for change in phase.changes
            if isinstance(change.after, Thing)
        }


def fill(client: Server) -> None:
    """Put the rows into the table."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    with _database(client) as connection:
        for row in ROWS:
            values = dict(zip(COLUMNS, row, strict=True))
            connection.execute(text(f"INSERT INTO expense ({names}) VALUES ({places})"), values)
        # An index that any database may have. With it, groups come in reverse without ORDER BY.
        connection.execute(text("CREATE INDEX by_category ON expense (category DESC)"))


def refuse_changes(client: Server) -> None:
    """Make the database refuse each change from now on."""
    with _database(client) as connection:
        for what in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER no_{what} BEFORE {what} ON expense "
                    "BEGIN SELECT RAISE(ABORT, 'the database is full'); END"
                )
            )


def rows(client: Server) -> list[Row]:
    """Return the rows as a connection of its own sees them."""
    with _database(client) as connection:
        found = connection.execute(text(f"SELECT {', '.join(COLUMNS)} FROM expense ORDER BY id"))
        return [tuple(row) for row in found]


def probe(client: Server, method: str, path: str, body: dict | None = None) -> Probe:
    """Send a request, traced, and return what was seen."""
    before = rows(client)
    seen = Probe((method, path, body), before)
    with _witness(seen):
        options = {} if body is None else {"json": body}
        seen.found = trace(client.request, method, path, **options)
    seen.open = client.engine.pool.checkedout() if client.engine else 0
    seen.after = rows(client)
    return seen


@contextmanager
def _database(client: Server) -> Iterator[Any]:
    engine = create_engine(client.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


@contextmanager
def _witness(seen: Probe) -> Iterator[None]:
    """See which sessions begin a transaction, and which engines send SQL, and where."""

    def begun(session: Session, *_: Any) -> None:
        seen.sessions.append(session)

    def sent(connection: Any, *_: Any) -> None:
        seen.engines.append(connection.engine)
        with suppress(RuntimeError):  # raised where no event loop runs
            asyncio.get_running_loop()
            seen.in_event_loop = True

    event.listen(Session, "after_begin", begun)
    event.listen(Engine, "before_cursor_execute", sent)
    try:
        yield
    finally:
        event.remove(Session, "after_begin", begun)
        event.remove(Engine, "before_cursor_execute", sent)
