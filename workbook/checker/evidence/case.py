"""All that is tried with one endpoint before its contract tests run."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from workbook.checker.evidence.probe import CAKE, MAIN, Probe, probe
from workbook.checker.evidence.table import TableRow, fill, refuse_changes
from workbook.endpoints import ENDPOINTS
from workbook.server import Server

CREATE, LIST, GET, UPDATE, DELETE, SUMMARY = ENDPOINTS
ASKED = "entertainment"  # the category of one row
WRITING = (CREATE, UPDATE, DELETE)
# What is sent besides the main request, by endpoint: name, method, path, body.
MORE: dict[str, list[tuple[str, str, str, dict | None]]] = {
    CREATE: [
        ("invalid", "POST", "/expenses", {"description": "Pie", "amount": -1, "category": "food"}),
        ("with_id", "POST", "/expenses", CAKE | {"id": 9}),
    ],
    LIST: [("one_category", "GET", f"/expenses?category={ASKED}", None)],
    GET: [("missing", "GET", "/expenses/3", None)],
    UPDATE: [
        ("missing", "PATCH", "/expenses/3", {"amount": 3.5}),
        ("null", "PATCH", "/expenses/1", {"date": None}),
        ("two_fields", "PATCH", "/expenses/2", {"amount": 7.5, "category": "other"}),
    ],
    DELETE: [("missing", "DELETE", "/expenses/3", None)],
    SUMMARY: [],
}
# What is sent when the database refuses every change.
REFUSED: dict[str, tuple[str, str, dict | None]] = {
    CREATE: MAIN[CREATE],
    UPDATE: ("PATCH", "/expenses/1", {"description": "Supper"}),
    DELETE: ("DELETE", "/expenses/1", None),
}
Finding = tuple[str, Probe] | None  # what a rule says: a sentence, and the request that shows it


@dataclass
class Case:
    """What was seen of an endpoint.

    Attributes:
        endpoint: its name.
        engine: the app's one and only.
        path: the file that it stands in.
        probes: "main", "again" and others, by name.

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
            return row(after, 4)[2:3] == (3.5,)
        return self.endpoint == DELETE and not row(after, 4)


def row(rows: list[TableRow], number: int) -> TableRow:
    """Return the row with an id; nothing if there is none."""
    return next((each for each in rows if each[0] == number), ())


def try_out(client: Server, endpoint: str, path: Path) -> Case:
    """Send all requests for an endpoint to the app."""
    fill(client)
    case = Case(endpoint, path, client.engine)
    case.probes["main"] = probe(client, *MAIN[endpoint])
    if case.main.status < 500:
        case.probes["again"] = probe(client, *MAIN[endpoint])
    for name, *request in MORE[endpoint]:
        case.probes[name] = probe(client, *request)
    if endpoint in REFUSED:
        refuse_changes(client)
        case.probes["refused"] = probe(client, *REFUSED[endpoint])
    return case
