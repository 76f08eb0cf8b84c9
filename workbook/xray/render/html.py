"""The picture as a table: what a notebook shows, trusted or not, and a page without any style.

All style is inline, and text keeps the page's own colour: so it is legible in light and in dark.
Every colour comes with a word or a sign.
"""

from collections.abc import Sequence
from html import escape

from workbook.display.html import breakable
from workbook.xray.render.cells import box, cells, seen_before
from workbook.xray.render.lanes import banner, framed, row, used_lanes
from workbook.xray.render.legend import legend
from workbook.xray.render.style import BAD, MONO, SHADE, WRAP
from workbook.xray.snapshot import Answer, Entry, Header, Snapshot, Step


def table(request: str, before: Snapshot, entries: Sequence[Entry], troubles: Sequence[str]) -> str:
    """Return the picture."""
    lanes = used_lanes(before, entries)
    body = _start(request, before, lanes)
    for entry in entries:
        match entry:
            case Header():
                body += _header(entry, lanes)
            case Step():
                body += _step(entry, lanes)
            case Answer():
                body += banner(f"◀ {entry.status}  {entry.body}", lanes)
    for trouble in troubles:
        body += banner(f"! {trouble}", lanes, BAD)
    return framed(lanes, body) + legend(body)


def folded(
    request: str, before: Snapshot, entries: Sequence[Entry], troubles: Sequence[str]
) -> str:
    """Return the picture with the effects of each line in a <details> that can be opened."""
    lanes = used_lanes(before, entries)
    found = framed(lanes, _start(request, before, lanes))
    for entry in entries:
        match entry:
            case Header():
                found += f'<div style="padding:4px 8px;background:{SHADE}">{_title(entry)}</div>'
            case Step():
                label = f"<summary>{_source(entry, ' — ')}</summary>"
                inner = framed(lanes, _step(entry, lanes))
                indent = 8 + 18 * entry.depth
                found += f'<details style="padding:2px 8px 2px {indent}px">{label}{inner}</details>'
            case Answer():
                label = "<summary><b>◀ the response</b></summary>"
                answer = escape(f"{entry.status}  {entry.body}")
                body = f'<div style="{WRAP};{MONO}">{answer}</div>'
                found += f'<details style="padding:2px 8px">{label}{body}</details>'
    return found + "".join(f"<div>! {escape(trouble)}</div>" for trouble in troubles)


def _start(request: str, before: Snapshot, lanes: list[str]) -> str:
    return _before(before, lanes) + (banner(f"▶ {request}", lanes) if request else "")


def _header(header: Header, lanes: list[str]) -> str:
    style = f"text-align:left;padding:4px 8px;background:{SHADE};border:0"
    return f'<tr><td colspan="{len(lanes) + 1}" style="{style}">{_title(header)}</td></tr>'


def _title(header: Header) -> str:
    space = "&nbsp;" * 4 * header.depth
    role = f" — {escape(header.role)}" if header.role else ""
    return f'{space}<b style="{MONO}">{breakable(header.title)}</b>{role}'


def _before(before: Snapshot, lanes: list[str]) -> str:
    found = dict.fromkeys(lanes, "")
    for (lane, name), seen in before.items():
        found[lane] += box(seen_before(name, seen))
    return row("before", found, lanes) if before else ""


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
        return row(f"{space}{_source(step)}{nothing}{end}</div>", {}, lanes)
    rows = ""
    for i, phase in enumerate(step.phases):
        first = _source(step) if i == 0 else ""
        if phase.name:
            first += f'<div><b style="background:{SHADE};padding:0 6px">{phase.name}</b></div>'
        first += f"<div>{escape(phase.sentence)}</div>" if phase.sentence else ""
        first += end if i == len(step.phases) - 1 else ""
        rows += row(f"{space}{first}</div>", cells(phase), lanes)
    return rows
