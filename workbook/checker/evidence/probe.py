"""Send requests to the app that is checked, and keep the evidence: answers, rows, sessions."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from workbook.checker.evidence.table import TableRow, rows
from workbook.server import Server
from workbook.xray import Trace, trace
from workbook.xray.snapshot import ObjectState, SessionState, Step

Request = tuple[str, str, dict[str, Any] | None]  # method, path, and the body as JSON
CAKE: dict[str, Any] = {
    "description": "Cake",
    "amount": 4.5,
    "category": "other",
    "date": "2026-11-23",
}
# The request that shows what an endpoint is for.
MAIN: dict[str, Request] = {
    "create_expense": ("POST", "/expenses", CAKE),
    "list_expenses": ("GET", "/expenses", None),
    "get_expense": ("GET", "/expenses/4", None),
    "update_expense": ("PATCH", "/expenses/4", {"amount": 3.5}),
    "delete_expense": ("DELETE", "/expenses/4", None),
    "get_summary": ("GET", "/summary", None),
}


@dataclass
class Probe:
    """One request, and what it made the app do.

    Attributes:
        request: what was sent.
        before: the rows of the table before the request.
        after: and after it.
        trace: its X-ray.
        sessions: the sessions that began a transaction.
        engines: the engines that sent SQL.
        open: connections that were still in use when the request was over.
        rolls_back: whether a rollback was asked for; a session that closes does not ask.
        in_event_loop: whether SQL was sent in the event loop, where it holds up all other requests.

    """

    request: Request
    before: list[TableRow]
    after: list[TableRow] = field(default_factory=list)
    trace: Trace = field(init=False)
    sessions: list[Session] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    open: int = 0
    in_event_loop: bool = False
    rolls_back: bool = False

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 0 if self.trace.response is None else self.trace.response.status_code

    @property
    def answers_an_expense(self) -> bool:
        """Whether the answer is one expense, with its id."""
        answer = self.trace.response.json() if self.status == 200 else None
        return isinstance(answer, dict) and "id" in answer

    @property
    def ids(self) -> list[int]:
        """The ids of the answer, if it is a list of expenses."""
        answer = self.trace.response.json() if self.status == 200 else []
        return [each["id"] for each in answer] if isinstance(answer, list) else []

    @property
    def flush_failed(self) -> bool:
        """Whether the database refused a statement of a flush."""
        return "flush fails" in self.parts

    @property
    def selects(self) -> list[str]:
        """The queries that were sent."""
        return [statement for statement in self.trace.sql() if statement.startswith("SELECT")]

    @property
    def parts(self) -> list[str]:
        """The named parts of what the lines did, such as flush, commit, rollback."""
        return [phase.name for step in self.steps for phase in step.phases if phase.name]

    @property
    def words(self) -> list[str]:
        """The first word of each statement, such as INSERT."""
        return [statement.split(" ")[0].upper() for statement in self.trace.sql()]

    @property
    def steps(self) -> list[Step]:
        """The lines that ran."""
        return [entry for entry in self.trace.entries if isinstance(entry, Step)]

    def listed(self, name: str) -> bool:
        """Tell whether any object was ever in that list of a session: new, changed or deleted."""
        return any(
            isinstance(change.after, SessionState) and name in dict(change.after.lists)
            for step in self.steps
            for phase in step.phases
            for change in phase.changes
        )

    def states(self) -> set[str]:
        """Return every state that an object was in."""
        return {
            change.after.state
            for step in self.steps
            for phase in step.phases
            for change in phase.changes
            if isinstance(change.after, ObjectState)
        }


def send_probe(client: Server, request: Request) -> Probe:
    """Send a request, traced, and return what was seen of it."""
    global _watched
    method, path, body = request
    probe = _watched = Probe(request, before=rows(client))
    options: dict[str, Any] = {} if body is None else {"json": body}
    try:
        probe.trace = trace(client.request, method, path, **options)
    finally:
        _watched = None
    pool = client.engine.pool if client.engine else None
    probe.open = pool.checkedout() if isinstance(pool, QueuePool) else 0
    probe.after = rows(client)
    return probe


# What the listeners write to. Not a ContextVar, because the app works in threads of its own; and a
# process that checks sends one request at a time.
_watched: Probe | None = None


def _begun(session: Session, *_: Any) -> None:
    if _watched is not None:
        _watched.sessions.append(session)


def _rolled_back(*_: Any) -> None:
    if _watched is not None:
        _watched.rolls_back = True


def _sent(connection: Connection, *_: Any) -> None:
    if _watched is None:
        return
    _watched.engines.append(connection.engine)
    with suppress(RuntimeError):  # raised where no event loop runs
        asyncio.get_running_loop()
        _watched.in_event_loop = True


# For good: to add and remove listeners would disturb other threads that run through them.
event.listen(Session, "after_begin", _begun)
event.listen(Session, "after_soft_rollback", _rolled_back)
event.listen(Engine, "before_cursor_execute", _sent)
