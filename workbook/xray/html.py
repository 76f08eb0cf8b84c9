"""The picture as a table: what a notebook shows, trusted or not, and a page without any style.

All style is inline, and text keeps the page's own colour: so it is legible in light and in dark.
Every colour comes with a word or a sign.
"""

from collections.abc import Sequence
from html import escape

from workbook.code import breakable
from workbook.xray.cells import BAD, LINE, MONO, SHADE, SMALL, SQL, box, cells, seen_before
from workbook.xray.legend import legend
from workbook.xray.world import (
    DATABASE,
    FILE,
    MEMORY,
    OBJECTS,
    SESSION,
    Answer,
    Entry,
    Header,
    Step,
    World,
)

WRAP = "overflow-wrap:break-word"  # a long word stays in its place
# For each lane its head, what it is, the colour of its border, and its share of the width.
LANES = {
    OBJECTS: ("Python objects", "in the memory of Python", "#3b78b5", 19),
    SESSION: ("Session", "its lists and its transaction", "#c17a1a", 18),
    SQL: ("SQL", "what is really sent", "#8557c9", 19),
    MEMORY: ("Module variables", "in the memory of the server process", "#c17a1a", 24),
    DATABASE: ("Database", "as a second connection sees it", "#2c8a57", 19),
    FILE: ("File", "what is on the disk", "#2c8a57", 26),
}


def table(request: str, before: World, entries: Sequence[Entry], troubles: Sequence[str]) -> str:
    """Return the picture."""
    lanes = _lanes(before, entries)
    body = _start(request, before, lanes)
    for entry in entries:
        match entry:
            case Header():
                body += _header(entry, lanes)
            case Step():
                body += _step(entry, lanes)
            case Answer():
                body += _banner(f"◀ {entry.status}  {entry.body}", lanes)
    for trouble in troubles:
        body += _banner(f"! {trouble}", lanes, BAD)
    return _framed(lanes, body) + legend(body)


def folded(request: str, before: World, entries: Sequence[Entry], troubles: Sequence[str]) -> str:
    """Return the picture with the effects of each line in a <details> that can be opened."""
    lanes = _lanes(before, entries)
    found = _framed(lanes, _start(request, before, lanes))
    for entry in entries:
        match entry:
            case Header():
                found += f'<div style="padding:4px 8px;background:{SHADE}">{_title(entry)}</div>'
            case Step():
                label = f"<summary>{_source(entry, ' — ')}</summary>"
                inner = _framed(lanes, _step(entry, lanes))
                found += f'<details style="padding:2px 8px">{label}{inner}</details>'
            case Answer():
                label = "<summary><b>◀ the response</b></summary>"
                answer = escape(f"{entry.status}  {entry.body}")
                body = f'<div style="{WRAP};{MONO}">{answer}</div>'
                found += f'<details style="padding:2px 8px">{label}{body}</details>'
    return found + "".join(f"<div>! {escape(trouble)}</div>" for trouble in troubles)


def _start(request: str, before: World, lanes: list[str]) -> str:
    return _before(before, lanes) + (_banner(f"▶ {request}", lanes) if request else "")


def _lanes(before: World, entries: Sequence[Entry]) -> list[str]:
    phases = [p for entry in entries if isinstance(entry, Step) for p in entry.phases]
    used = {lane for lane, _ in before} | {c.lane for p in phases for c in p.changes}
    if any(phase.sql for phase in phases):
        used.add(SQL)
    return [lane for lane in LANES if lane in used]


def _framed(lanes: list[str], body: str) -> str:
    shares = [LANES[lane][3] for lane in lanes]
    wider = min(max(66 / max(sum(shares), 1), 1), 1.6)  # few columns get more room each
    shares = [round(share * wider) for share in shares]
    widths = [max(100 - sum(shares), 18), *shares]
    columns = "".join(f'<col width="{width}%">' for width in widths)
    heads = _head("Your code", "each line that ran", "")
    heads += "".join(_head(*LANES[lane][:3]) for lane in lanes)
    return (
        f'<table style="border-collapse:collapse;width:100%;{SMALL}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _head(name: str, what: str, colour: str) -> str:
    border = f"border:0;border-left:3px solid {colour}" if colour else "border:0"
    return (
        f'<th scope="col" style="text-align:left;vertical-align:bottom;padding:6px 8px;'
        f'background:{SHADE};{border}">{name}<br>'
        f'<span style="font-weight:normal">{what}</span></th>'
    )


def _banner(line: str, lanes: list[str], colour: str = "rgba(60,120,180,.18)") -> str:
    style = f"text-align:left;padding:6px 8px;background:{colour};border:0;{WRAP};{MONO}"
    width = len(lanes) + 1
    return f'<tr><td colspan="{width}" style="{style}"><b>{breakable(line)}</b></td></tr>'


def _header(header: Header, lanes: list[str]) -> str:
    style = f"text-align:left;padding:4px 8px;background:{SHADE};border:0"
    return f'<tr><td colspan="{len(lanes) + 1}" style="{style}">{_title(header)}</td></tr>'


def _title(header: Header) -> str:
    space = "&nbsp;" * 4 * header.depth
    role = f" — {escape(header.role)}" if header.role else ""
    return f'{space}<b style="{MONO}">{breakable(header.title)}</b>{role}'


def _before(before: World, lanes: list[str]) -> str:
    found = dict.fromkeys(lanes, "")
    for (lane, name), seen in before.items():
        found[lane] += box(seen_before(name, seen))
    return _row("before", found, lanes) if before else ""


def _row(first: str, found: dict[str, str], lanes: list[str]) -> str:
    style = (
        f"text-align:left;vertical-align:top;padding:5px 5px;border:0;border-top:1px solid {LINE}"
    )
    html = f'<td style="{style};white-space:normal;{WRAP}">{first}</td>'
    for lane in lanes:
        border = f"border-left:3px solid {LANES[lane][2]}"
        html += f'<td style="{style};{border};{WRAP}">{found.get(lane, "")}</td>'
    return f"<tr>{html}</tr>"


def _source(step: Step, before_note: str = "<br>") -> str:
    number = f"{step.number}│ " if step.number else ""
    note = f"{before_note}{escape(step.note)}" if step.note else ""
    return f'<span style="{MONO}">{number}{breakable(step.source)}</span>{note}'


def _step(step: Step, lanes: list[str]) -> str:
    space = f'<div style="padding-left:{18 * step.depth}px">'
    error = (
        f'<div style="background:{BAD};padding:2px 4px"><b>✗ raises {escape(step.error)}</b></div>'
    )
    end = (error if step.error else "") + (
        f"<div>{escape(step.sentence)}</div>" if step.sentence else ""
    )
    if not step.phases:
        nothing = "" if end else "<div>no change</div>"
        return _row(f"{space}{_source(step)}{nothing}{end}</div>", {}, lanes)
    rows = ""
    for i, phase in enumerate(step.phases):
        first = _source(step) if i == 0 else ""
        if phase.name:
            first += f'<div><b style="background:{SHADE};padding:0 6px">{phase.name}</b></div>'
        first += f"<div>{escape(phase.sentence)}</div>" if phase.sentence else ""
        first += end if i == len(step.phases) - 1 else ""
        rows += _row(f"{space}{first}</div>", cells(phase), lanes)
    return rows
