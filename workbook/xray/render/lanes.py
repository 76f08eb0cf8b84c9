"""The lanes of the table: their heads, their widths, and rows across them."""

from collections.abc import Sequence

from workbook.display.html import breakable
from workbook.xray.render.style import LINE, MONO, SHADE, SMALL, WRAP
from workbook.xray.snapshot import DATABASE, FILE, MEMORY, OBJECTS, SESSION, Entry, Snapshot, Step

SQL = "sql"  # it is sent and gone: so the world of what can be seen has no such lane
# For each lane its head, what it is, the colour of its border, and its share of the width.
LANES = {
    OBJECTS: ("Python objects", "in the memory of Python", "#3b78b5", 19),
    SESSION: ("Session", "its lists and its transaction", "#c17a1a", 18),
    SQL: ("SQL", "what is really sent", "#8557c9", 19),
    MEMORY: ("Module variables", "in the memory of the server process", "#c17a1a", 24),
    DATABASE: ("Database", "as a second connection sees it", "#2c8a57", 19),
    FILE: ("File", "what is on the disk", "#2c8a57", 26),
}
NARROWEST = 110  # pixels of a column; where there is less room, the picture scrolls


def used_lanes(before: Snapshot, entries: Sequence[Entry]) -> list[str]:
    """Return the lanes that something stands in."""
    phases = [p for entry in entries if isinstance(entry, Step) for p in entry.phases]
    used = {lane for lane, _ in before} | {c.lane for p in phases for c in p.changes}
    if any(phase.sql for phase in phases):
        used.add(SQL)
    return [lane for lane in LANES if lane in used]


def framed(lanes: list[str], body: str) -> str:
    """Return a table of these rows, below the heads of the lanes."""
    shares = [LANES[lane][3] for lane in lanes]
    wider = min(max(66 / max(sum(shares), 1), 1), 1.6)  # few columns get more room each
    shares = [round(share * wider) for share in shares]
    widths = [max(100 - sum(shares), 18), *shares]
    columns = "".join(f'<col width="{width}%">' for width in widths)
    heads = _head("Your code", "each line that ran", "")
    heads += "".join(_head(*LANES[lane][:3]) for lane in lanes)
    return (
        f'<div style="overflow-x:auto"><table style="border-collapse:collapse;width:100%;'
        f'min-width:{NARROWEST * (len(lanes) + 1)}px;{SMALL}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(name: str, what: str, colour: str) -> str:
    border = f"border:0;border-left:3px solid {colour}" if colour else "border:0"
    return (
        f'<th scope="col" style="text-align:left;vertical-align:bottom;padding:6px 8px;'
        f'background:{SHADE};{border}">{name}<br>'
        f'<span style="font-weight:normal">{what}</span></th>'
    )


def banner(line: str, lanes: list[str], colour: str = "rgba(60,120,180,.18)") -> str:
    """Return a row of one line of text, across all lanes."""
    style = f"text-align:left;padding:6px 8px;background:{colour};border:0;{WRAP};{MONO}"
    width = len(lanes) + 1
    return f'<tr><td colspan="{width}" style="{style}"><b>{breakable(line)}</b></td></tr>'


def row(first: str, found: dict[str, str], lanes: list[str]) -> str:
    """Return a row: what stands first, and what was found for each lane."""
    style = (
        f"text-align:left;vertical-align:top;padding:5px 5px;border:0;border-top:1px solid {LINE}"
    )
    html = f'<td style="{style};white-space:normal;{WRAP}">{first}</td>'
    for lane in lanes:
        border = f"border-left:3px solid {LANES[lane][2]}"
        html += f'<td style="{style};{border};{WRAP}">{found.get(lane, "")}</td>'
    return f"<tr>{html}</tr>"
