"""All that is tried with one endpoint before its contract tests run."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from workbook.check.probe import CAKE, MAIN, Probe, fill, probe, refuse_rows
from workbook.serve import Server

# What is sent besides the main request, by endpoint: name, method, path, body.
MORE: dict[str, list[tuple[str, str, str, dict | None]]] = {
    "create_expense": [
        ("invalid", "POST", "/expenses", CAKE | {"amount": -1}),
        ("with_id", "POST", "/expenses", CAKE | {"id": 9}),
    ],
    "list_expenses": [("one_category", "GET", "/expenses?category=food", None)],
    "get_expense": [("missing", "GET", "/expenses/3", None)],
    "update_expense": [
        ("missing", "PATCH", "/expenses/3", {"amount": 3.5}),
        ("null", "PATCH", "/expenses/1", {"date": None}),
        ("two_fields", "PATCH", "/expenses/2", {"amount": 7.5, "category": "other"}),
    ],
    "delete_expense": [("missing", "DELETE", "/expenses/3", None)],
    "get_summary": [],
}


@dataclass
class Case:
    """What was seen of an endpoint.

    Attributes:
        endpoint: its name.
        engine: the app's one and only.
        path: the file that it stands in.
        probes: "main", "again" and others; a request that the one before made senseless is left
            out.

    """

    endpoint: str
    path: Path
    engine: Engine | None
    probes: dict[str, Probe] = field(default_factory=dict)

    @property
    def main(self) -> Probe:
        """The request that shows what the endpoint is for."""
        return self.probes["main"]


def try_out(client: Server, endpoint: str, path: Path) -> Case:
    """Send all requests for an endpoint to the app."""
    fill(client)
    case = Case(endpoint, path, client.engine)
    case.probes["main"] = probe(client, *MAIN[endpoint])
    if case.main.status < 500:
        case.probes["again"] = probe(client, *MAIN[endpoint])
    for name, *request in MORE[endpoint]:
        case.probes[name] = probe(client, *request)
    if endpoint == "create_expense":
        refuse_rows(client)
        case.probes["refused"] = probe(client, *MAIN[endpoint])
    return case
