"""What stands in the lanes of the table: objects, lists of a session, SQL, rows, files."""

from html import escape

from workbook.display.html import breakable
from workbook.xray.render.grid import grid
from workbook.xray.render.lanes import SQL
from workbook.xray.render.style import BAD, LINE, MARK, MONO, STATES
from workbook.xray.render.words import first_sql, session_named
from workbook.xray.snapshot import (
    Change,
    FileState,
    ObjectState,
    Phase,
    SessionState,
    State,
    Statement,
    TableState,
    VariableState,
)


def cells(phase: Phase) -> dict[str, str]:
    """Return for each lane what the phase did in it."""
    found: dict[str, str] = {}
    for change in phase.changes:
        found[change.lane] = found.get(change.lane, "") + box(_changed(change))
    statements, more = first_sql(phase)
    if statements or more:
        found[SQL] = "".join(map(_statement, statements)) + (f"<div>{more}</div>" if more else "")
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


def seen_before(name: str, seen: State) -> str:
    """Return what was there before."""
    match seen:
        case VariableState(text=value):
            return f'<b>{escape(name)}</b> <span style="{MONO}">{breakable(value)}</span>'
        case FileState():
            return f"<b>{escape(name)}</b><br>{_document(seen)}"
        case TableState():
            return f"<b>{escape(name)}</b>{grid(seen, None)}"
        case ObjectState():
            return _thing(f"<b>{escape(name)}</b>", None, seen)
    return _work(name, seen, seen)


def _changed(change: Change) -> str:
    name = f"<b>{escape(change.label)}</b>"
    match change.before, change.after:
        case (before, ObjectState() as after):
            return _thing(name, before, after)
        case (before, SessionState() as after):
            return _work(change.label, before, after)
        case (before, FileState() as after):
            return f'{name}<br><span style="background:{MARK}">{_document(after)}</span>'
        case (before, TableState() as after):
            return f"{name}{grid(after, before)}"
        case (None, VariableState(text=value)):
            return f"{name} = {_new(value)}"
        case (VariableState(text=old), VariableState(text=value)):
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


def _thing(name: str, before: State | None, after: ObjectState) -> str:
    old = before if isinstance(before, ObjectState) else None
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


def _work(name: str, before: State | None, after: SessionState) -> str:
    old = dict(before.lists) if isinstance(before, SessionState) else {}
    new = dict(after.lists)
    named = session_named(name).removesuffix(": ")
    lines = [f"<b>{escape(named)}</b>"] if named else []
    for kind in dict.fromkeys([*new, *old]):
        labels = [
            _new(label) if label not in old.get(kind, ()) else escape(label)
            for label in new.get(kind, ())
        ]
        labels += [
            f"<s>{escape(each)}</s>" for each in old.get(kind, ()) if each not in new.get(kind, ())
        ]
        lines.append(f"{kind}: {', '.join(labels)}")
    was = before.transaction if isinstance(before, SessionState) else ""
    transaction = escape(after.transaction)
    lines.append(f"<b>{transaction}</b>" if was != after.transaction else transaction)
    return "<br>".join(lines)


def _document(document: FileState) -> str:
    if document.text is None:
        return "does not exist"
    return (
        f'<span style="{MONO}">{breakable(document.text)}</span>'
        if document.text
        else "<b>empty: 0 bytes</b>"
    )
