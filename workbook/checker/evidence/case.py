"""Everything that is tried with one endpoint before its contract tests run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from workbook.checker.evidence.probe import CAKE, MAIN, Probe, Request, send_probe
from workbook.checker.evidence.table import TableRow, add_half_a_cent, fill, refuse_changes
from workbook.endpoints import ENDPOINTS
from workbook.server import Server

CREATE, LIST, GET, UPDATE, DELETE, SUMMARY = ENDPOINTS
ASKED = "entertainment"  # the category that just one row has
WRITING = (CREATE, UPDATE, DELETE)
# Without a date: a table class cannot store one that is text, and that is not what is asked here.
PIE = {"description": "Pie", "category": "food"}
DAY = "2024-02-29"
# By endpoint the requests that are sent besides the main one, and their names.
MORE: dict[str, dict[str, Request]] = {
    CREATE: {
        "invalid": ("POST", "/expenses", PIE | {"amount": -1}),
        "with_id": ("POST", "/expenses", CAKE | {"id": 9}),
    },
    LIST: {"one_category": ("GET", f"/expenses?category={ASKED}", None)},
    GET: {"missing": ("GET", "/expenses/3", None)},
    UPDATE: {
        "missing": ("PATCH", "/expenses/3", {"amount": 3.5}),
        "null": ("PATCH", "/expenses/1", {"date": None}),
        "fields": ("PATCH", "/expenses/2", {"amount": 7.5, "category": "other", "date": DAY}),
        "wrong_and_missing": ("PATCH", "/expenses/3", {"amount": 0}),
        "invalid": ("PATCH", "/expenses/2", {"amount": -1}),
    },
    DELETE: {"missing": ("DELETE", "/expenses/3", None)},
    SUMMARY: {"half_a_cent": ("GET", "/summary", None)},
}
# What is sent while the database refuses every change.
REFUSED: dict[str, Request] = {
    CREATE: MAIN[CREATE],
    UPDATE: ("PATCH", "/expenses/1", {"description": "Supper"}),
    DELETE: ("DELETE", "/expenses/1", None),
}
# What a rule says: a sentence, and the request that shows it; None: it has nothing to say.
Finding = tuple[str, Probe] | None


@dataclass
class Case:
    """What an endpoint did.

    Attributes:
        endpoint: its name.
        path: the file that it is in.
        engine: the only one that the app should use.
        probes: the requests by name, such as "main" and "again".

    """

    endpoint: str
    path: Path
    engine: Engine | None
    probes: dict[str, Probe] = field(default_factory=dict)

    @property
    def main(self) -> Probe:
        """The request that shows what the endpoint is for."""
        return self.probes["main"]

    @property
    def has_written(self) -> bool:
        """Whether the main request's change is in the table afterwards."""
        before, after = self.main.before, self.main.after
        if self.endpoint == CREATE:
            return len(after) > len(before)
        if self.endpoint == UPDATE:
            return row_with_id(after, 4)[2:3] == (3.5,)
        return self.endpoint == DELETE and not row_with_id(after, 4)


def row_with_id(rows: list[TableRow], number: int) -> TableRow:
    """Return the row that has this id; an empty one if there is none."""
    return next((each for each in rows if each[0] == number), ())


def try_out(client: Server, endpoint: str, path: Path) -> Case:
    """Send all requests for an endpoint to the app."""
    fill(client)
    case = Case(endpoint, path, client.engine)
    for name, request in _requests(client, case):
        case.probes[name] = send_probe(client, request)
        if case.probes[name].seen.is_locked:
            break  # so would the others be, and each would wait for it
    return case


def _requests(client: Server, case: Case) -> Iterator[tuple[str, Request]]:
    """Yield one request after the other, with its name, and prepare the table for it."""
    main = MAIN[case.endpoint]
    yield "main", main
    if case.main.status < 500:
        yield "again", main
    if case.endpoint == SUMMARY:
        add_half_a_cent(client)
    yield from MORE[case.endpoint].items()
    if case.endpoint in REFUSED:
        try:
            refuse_changes(client)
        except OperationalError:  # a half-read result of theirs still locks the database
            return
        yield "refused", REFUSED[case.endpoint]
