"""What stands in the lanes of the table: objects, lists of a session, SQL, rows, files."""

from collections.abc import Iterator
from html import escape

from workbook.code import breakable
from workbook.xray.words import SHOWN, row_changes
from workbook.xray.world import (
    Change,
    Document,
    Phase,
    Rows,
    Seen,
    Statement,
    Thing,
    Value,
    Work,
)

SQL = "sql"
STATES = {  # white text on each has a contrast of at least 4.5
    "transient": "#5b6472",
    "pending": "#925500",
    "persistent": "#1c6e3f",
    "expired": "#0b6a80",
    "deleted": "#b3261e",
    "detached": "#6f3fb0",
}
MONO = "font-family:ui-monospace,Menlo,Consolas,monospace"
KEPT = 3  # rows that did not change, shown beside those that did
SMALL = "font-size:12px;line-height:1.45"
LINE = "rgba(128,128,128,.45)"
SHADE = "rgba(128,128,128,.13)"
MARK = "rgba(255,190,0,.28)"
BAD = "rgba(200,30,30,.18)"


def cells(phase: Phase) -> dict[str, str]:
    """Return for each lane what the phase did in it."""
    found: dict[str, str] = {}
    for change in phase.changes:
        found[change.lane] = found.get(change.lane, "") + box(_changed(change))
    if phase.sql:
        found[SQL] = "".join(map(_statement, phase.sql))
        if phase.more_sql:
            found[SQL] += f"<div>… and {phase.more_sql} more</div>"
    return found


def box(inner: str) -> str:
    """Return what belongs together, with a border."""
    return f'<div style="border:1px solid {LINE};padding:2px 4px;margin:0 0 4px 0">{inner}</div>'


def _statement(statement: Statement) -> str:
    word, _, rest = statement.text.partition(" ")
    parameters = f"<br>← {escape(statement.parameters)}" if statement.parameters else ""
    note = f"<br>{escape(statement.note)}" if statement.note else ""
    error = (
        f'<br><b style="background:{BAD}">✗ {escape(statement.error)}</b>'
        if statement.error
        else ""
    )
    style = f"margin:0 0 6px 0;{MONO}"
    sql = f"<b>{escape(word)}</b> {breakable(rest)}"
    return f'<div style="{style}">{sql}{parameters}{note}{error}</div>'


def seen_before(name: str, seen: Seen) -> str:
    """Return what was there before."""
    match seen:
        case Value(text=value):
            return f'<b>{escape(name)}</b> <span style="{MONO}">{breakable(value)}</span>'
        case Document():
            return f"<b>{escape(name)}</b><br>{_document(seen)}"
        case Rows():
            return f"<b>{escape(name)}</b>{_grid(seen, None)}"
        case Thing():
            return _thing(f"<b>{escape(name)}</b>", None, seen)
    return _work(name, seen, seen)


def _changed(change: Change) -> str:
    name = f"<b>{escape(change.label)}</b>"
    match change.before, change.after:
        case (before, Thing() as after):
            return _thing(name, before, after)
        case (before, Work() as after):
            return _work(change.label, before, after)
        case (before, Document() as after):
            return f'{name}<br><span style="background:{MARK}">{_document(after)}</span>'
        case (before, Rows() as after):
            return f"{name}{_grid(after, before)}"
        case (None, Value(text=value)):
            return f"{name} = {_new(value)}"
        case (Value(text=old), Value(text=value)):
            return f"{name}<br>{_old(old)}<br>{_new(value)}"
    return name


def _new(value: str) -> str:
    return f'<b style="background:{MARK};font-weight:600;{MONO}">{breakable(value)}</b>'


def _old(value: str) -> str:
    return f'<s style="{MONO}">{breakable(value)}</s>'


def _chip(state: str) -> str:
    style = (
        f"background:{STATES.get(state, '#5b6472')};color:#ffffff;padding:0 7px;border-radius:8px"
    )
    return f'<b style="{style}">{escape(state)}</b>'


def _thing(name: str, before: Seen | None, after: Thing) -> str:
    old = before if isinstance(before, Thing) else None
    known = dict(old.values) if old else {}
    way = f"{_chip(old.state)} → " if old and old.state != after.state else ""
    lines = [f"{name} {escape(after.kind)}", way + _chip(after.state)]
    for key, value in after.values:
        if value is None:
            forgotten = key in known or (old and after.state == "expired")
            lines.append(f"{escape(key)} <i>{'forgotten' if forgotten else 'not loaded'}</i>")
        elif old and known.get(key) != value:
            was = f"{_old(known[key] or '')} " if known.get(key) else ""
            lines.append(f"{escape(key)} {was}{_new(value)}")
        else:
            lines.append(f'{escape(key)} <span style="{MONO}">{breakable(value)}</span>')
    return "<br>".join(lines)


def _work(name: str, before: Seen | None, after: Work) -> str:
    old = dict(before.lists) if isinstance(before, Work) else {}
    new = dict(after.lists)
    # The column is called so already; and a new one takes the name `session` again.
    lines = [] if name.partition("·")[0] == "session" else [f"<b>{escape(name)}</b>"]
    for kind in dict.fromkeys([*new, *old]):
        labels = [
            _new(label) if label not in old.get(kind, ()) else escape(label)
            for label in new.get(kind, ())
        ]
        labels += [
            f"<s>{escape(each)}</s>" for each in old.get(kind, ()) if each not in new.get(kind, ())
        ]
        lines.append(f"{kind}: {', '.join(labels)}")
    was = before.transaction if isinstance(before, Work) else ""
    transaction = escape(after.transaction)
    lines.append(f"<b>{transaction}</b>" if was != after.transaction else transaction)
    return "<br>".join(lines)


def _document(document: Document) -> str:
    if document.text is None:
        return "does not exist"
    return (
        f'<span style="{MONO}">{breakable(document.text)}</span>'
        if document.text
        else "<b>empty: 0 bytes</b>"
    )


def _grid(rows: Rows, before: Seen | None) -> str:
    if rows.note:
        return f"<br>{escape(rows.note)}"
    lines = list(_lines(rows, before if isinstance(before, Rows) else rows))
    if not lines:
        return "<br>no rows"
    head = f" ({', '.join(map(escape, rows.columns))})"
    body = "".join(
        f'<div style="{MONO}">{sign} {mark.format(breakable(_tuple(row)))}</div>'
        for sign, row, mark in lines
    )
    shown = {row for _, row, _ in lines}.intersection(rows.rows)
    others = f"and {rows.more_pending} more, " if rows.more_pending else ""
    pending = f"{others}only inside this transaction" if rows.pending else ""
    more = (
        f"{rows.total} rows {'for everyone' if pending else 'in all'}"
        if rows.total > len(shown)
        else ""
    )
    return head + body + "".join(f"<div>{text}</div>" for text in (pending, more) if text)


def _lines(rows: Rows, before: Rows) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield for each row its sign, its values, and how they are marked."""
    changes = row_changes(before, rows)[-SHOWN:]
    changed = {rows.key_of(row): sign for sign, row in changes}
    kept = [row for row in rows.rows if rows.key_of(row) not in changed and row in before.rows]
    touched = {rows.key_of(row) for _, row in rows.pending}
    shown = {*kept[-KEPT:], *[row for row in kept if rows.key_of(row) in touched][-SHOWN:]}
    for row in rows.rows:
        if rows.key_of(row) in changed:
            yield changed[rows.key_of(row)], row, f'<b style="background:{MARK}">{{}}</b>'
        elif row in shown:
            yield "", row, "{}"
    for sign, row in changes:
        if sign == "−":
            yield sign, row, "<s>{}</s>"
    for sign, row in rows.pending:
        yield sign, row, f'<i style="border-bottom:1px dashed {LINE}">{{}}</i>'


def _tuple(row: tuple[str, ...]) -> str:
    return f"({', '.join(row)})"
