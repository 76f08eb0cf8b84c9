"""The way of a request: what its function, the session, the pool and the database do, in order."""

from collections.abc import Sequence

from workbook.xray.entries import Entry
from workbook.xray.render.html import rendered
from workbook.xray.render.way.stations import FUNCTION, REQUEST, STATIONS, Row, Stations
from workbook.xray.snapshot import Snapshot


class Way:
    """What happened, station by station; a notebook shows it as a table, a terminal as text.

    Attributes:
        request: what was sent.
        rows: what happened, in order.
        stations: those at which something was seen.

    """

    def __init__(self, request: str, rows: Sequence[Row]) -> None:
        self.request = request
        self.rows = tuple(rows)
        used = {station for row in rows for station in row.cells}
        self.stations = [each for each in STATIONS if each in used | {REQUEST, FUNCTION}]

    def __repr__(self) -> str:
        lines = [f"the way of {self.request}"]
        for number, row in enumerate(self.rows, start=1):
            lines.append(f"({number}) {row.sentence}")
            new = {name: cell.text for name, cell in row.cells.items() if cell.is_new}
            lines += [f"      {n.lower():<9} {new[n]}" for n in self.stations if n in new]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return rendered("way/way.html.jinja", way=self)


def way_of(request: str, before: Snapshot, entries: Sequence[Entry]) -> Way:
    """Return the way of a request from what was there before, and what happened."""
    stations = Stations(before)
    stations.add(entries)
    return Way(request, stations.rows)
