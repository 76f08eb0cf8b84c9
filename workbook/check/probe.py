"""Send requests to the app that is checked, and keep what was seen: answers, rows, sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    (1, "Lunch", 0.1, "food", "2026-11-23"),
    (2, "Bus", 2.8, "transport", None),
    (4, "Tea", 0.2, "food", None),
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
        found: its X-ray.
        before: the rows of the table before it.
        after: and after it.
        sessions: the sessions that began a transaction.
        engines: the engines that sent SQL.
        open: connections that were still in use when the request was over.

    """

    request: tuple[str, str, dict | None]
    found: Trace
    before: list[Row]
    after: list[Row]
    sessions: list[Session] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    open: int = 0

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


def refuse_rows(client: Server) -> None:
    """Make the database refuse each new row from now on."""
    with _database(client) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON expense "
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
    with _witness() as (sessions, engines):
        options = {} if body is None else {"json": body}
        found = trace(client.request, method, path, **options)
    left = client.engine.pool.checkedout() if client.engine else 0
    return Probe((method, path, body), found, before, rows(client), sessions, engines, left)


@contextmanager
def _database(client: Server) -> Iterator[Any]:
    engine = create_engine(client.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


@contextmanager
def _witness() -> Iterator[tuple[list[Session], list[Engine]]]:
    """See which sessions begin a transaction, and which engines send SQL."""
    sessions: list[Session] = []
    engines: list[Engine] = []

    def begun(session: Session, *_: Any) -> None:
        sessions.append(session)

    def sent(connection: Any, *_: Any) -> None:
        engines.append(connection.engine)

    event.listen(Session, "after_begin", begun)
    event.listen(Engine, "before_cursor_execute", sent)
    try:
        yield sessions, engines
    finally:
        event.remove(Session, "after_begin", begun)
        event.remove(Engine, "before_cursor_execute", sent)
