"""Send requests to the app that is checked, and keep the evidence: answers, rows, sessions."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.pool import QueuePool

from workbook.checker.evidence.entries import commits_after_answer, first_failed, up_to
from workbook.checker.evidence.events import watching
from workbook.checker.evidence.table import TableRow, rows
from workbook.checker.evidence.told import Told
from workbook.known_errors.lookup import name_of
from workbook.server import Server
from workbook.xray import Trace, trace
from workbook.xray.entries import Header, Phase, Step
from workbook.xray.snapshot import ObjectState, SessionState

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
        seen: what SQLAlchemy told of it.
        open: connections that were still in use when the request was over.

    """

    request: Request
    before: list[TableRow]
    after: list[TableRow] = field(default_factory=list)
    trace: Trace = field(init=False)
    seen: Told = field(default_factory=Told)
    open: int = 0

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 0 if self.trace.response is None else self.trace.response.status_code

    @property
    def sent(self) -> str:
        """The request in words."""
        method, path, body = self.request
        return f"{method} {path}{f' with {body}' if body else ''}"

    @property
    def answer(self) -> Any:
        """What a success has answered; None: it was no success, or the answer is no JSON."""
        with suppress(ValueError):
            return self.trace.response.json() if self.status in (200, 201) else None
        return None

    @property
    def answers_an_expense(self) -> bool:
        """Whether the answer is one expense, with its id."""
        return isinstance(self.answer, dict) and "id" in self.answer

    @property
    def ids(self) -> list[int]:
        """The ids of the answer, if it is a list of expenses."""
        return [each["id"] for each in self.expenses if isinstance(each.get("id"), int)]

    @property
    def expenses(self) -> list[dict[str, Any]]:
        """The answer, if it is a list of expenses."""
        answer = self.answer if isinstance(self.answer, list) else []
        return [each for each in answer if isinstance(each, dict)]

    @property
    def error_name(self) -> str:
        """The name under which the error that was raised is known; empty: none, or it is not."""
        return name_of(self.trace.error)

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
        return [phase.name for phase in self._phases() if phase.name]

    @property
    def words(self) -> list[str]:
        """The first word of each statement, such as INSERT."""
        return [statement.split(" ")[0].upper() for statement in self.trace.sql()]

    @property
    def commits_after_answer(self) -> bool:
        """Whether a change was committed only after the client had its answer."""
        return commits_after_answer(self.trace.entries)

    @property
    def reached_endpoint(self) -> bool:
        """Whether a function has run that answers requests."""
        headers = [entry for entry in self.trace.entries if isinstance(entry, Header)]
        return any(header.role.endswith("endpoint") for header in headers)

    @property
    def steps(self) -> list[Step]:
        """The lines that ran, up to the one that failed: what came later is no cause of it."""
        return up_to(self.failed, self.trace.entries)

    @property
    def failed(self) -> Step | None:
        """The line that raised what the request ended with; None: none of those shown did."""
        # An error that was caught counts if the answer is one, for it is because of that.
        if self.trace.error is None and self.status < 400:
            return None
        return first_failed(self.trace.entries, self.trace.error)

    def listed(self, name: str) -> bool:
        """Tell whether any object was ever in that list of a session: new, changed or deleted."""
        return any(
            isinstance(change.after, SessionState) and name in dict(change.after.lists)
            for phase in self._phases()
            for change in phase.changes
        )

    def states(self) -> set[str]:
        """Return every state that an object was in."""
        return {
            change.after.state
            for phase in self._phases()
            for change in phase.changes
            if isinstance(change.after, ObjectState)
        }

    def _phases(self) -> Iterator[Phase]:
        for step in self.steps:
            yield from step.phases


def send_probe(client: Server, request: Request) -> Probe:
    """Send a request, traced, and return what was seen of it."""
    method, path, body = request
    probe = Probe(request, before=rows(client))
    options: dict[str, Any] = {} if body is None else {"json": body}
    with watching(probe.seen):
        probe.trace = trace(client.request, method, path, **options)
    pool = client.engine.pool if client.engine else None
    probe.open = pool.checkedout() if isinstance(pool, QueuePool) else 0
    probe.after = rows(client)
    return probe
