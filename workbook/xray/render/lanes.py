"""The lanes of the table: what they are called, and how wide they are."""

from collections.abc import Sequence
from typing import NamedTuple

from workbook.xray.entries import Entry, Step
from workbook.xray.snapshot import DATABASE, FILE, MEMORY, OBJECTS, SESSION, Snapshot

SQL = "sql"  # it is sent and gone: so no snapshot has such a lane
NARROWEST = 110  # pixels of a column; where there is less room, the picture scrolls


class Lane(NamedTuple):
    """A column of the table; its share is of the width, its colour that of its border."""

    name: str
    title: str
    meaning: str
    colour: str
    share: int


LANES = [
    Lane(OBJECTS, "Python objects", "in the memory of Python", "#3b78b5", 19),
    Lane(SESSION, "Session", "its lists and its transaction", "#c17a1a", 18),
    Lane(SQL, "SQL", "what is really sent", "#8557c9", 19),
    Lane(MEMORY, "Module variables", "in the memory of the server process", "#c17a1a", 24),
    Lane(DATABASE, "Database", "for everyone; dashed: only in a transaction", "#2c8a57", 19),
    Lane(FILE, "File", "what is on the disk", "#2c8a57", 26),
]


def used_lanes(before: Snapshot, entries: Sequence[Entry]) -> list[Lane]:
    """Return the lanes that something stands in."""
    phases = [p for entry in entries if isinstance(entry, Step) for p in entry.phases]
    used = {lane for lane, _ in before} | {c.lane for p in phases for c in p.changes}
    if any(phase.sql for phase in phases):
        used.add(SQL)
    return [lane for lane in LANES if lane.name in used]


def widths(lanes: Sequence[Lane]) -> list[int]:
    """Return the width of each column in percent, that of the code first."""
    total = sum(lane.share for lane in lanes)
    wider = min(max(66 / max(total, 1), 1), 1.6)  # few columns get more room each
    shares = [round(lane.share * wider) for lane in lanes]
    return [max(100 - sum(shares), 18), *shares]
