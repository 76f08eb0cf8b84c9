"""States, and what changed in them, as text of one line."""

from collections.abc import Sequence
from dataclasses import replace

from workbook.xray.render.parts_as_text import file_as_text, file_as_texts, variable_as_texts
from workbook.xray.render.table_rows import SHOWN, gone, row_changes
from workbook.xray.snapshot import (
    SHOWN_SQL,
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


def state_as_text(name: str, state: State) -> str:
    """Return what is there."""
    match state:
        case VariableState(text):
            return f"{name}: {text}"
        case FileState():
            return f"{name}: {file_as_text(state)}"
        case TableState():
            count = {0: "no rows", 1: "1 row"}.get(state.total, f"{state.total} rows")
            return f"{name}: {state.note or count}"
        case ObjectState():
            return _object(name, None, state)
        case SessionState():
            return _named(name) + _session(None, state)


def session_title(name: str) -> str:
    """Return the name of a session; nothing for the usual one, whose lane is called so already."""
    return "" if name.partition("·")[0] == "session" else name


def _named(name: str) -> str:
    return f"{session_title(name)}: ".removeprefix(": ")


def first_sql(phase: Phase) -> tuple[Sequence[Statement], str]:
    """Return the statements that are shown, and a text that says how many more there were."""
    more = len(phase.sql[SHOWN_SQL:]) + phase.more_sql
    return phase.sql[:SHOWN_SQL], f"… and {more:,} more" if more else ""


def change_as_texts(change: Change) -> list[str]:
    """Return what changed, one or more texts."""
    match change.before, change.after:
        case (before, ObjectState() as after):
            return [_object(change.label, before, after)]
        case (None, SessionState() as after):
            return [f"{_named(change.label)}opened: {_session(None, after)}"]
        case (SessionState() as before, SessionState() as after):
            return [_named(change.label) + _session(before, after)]
        case (_, FileState() as after):
            return file_as_texts(change, after)
        case (before, TableState() as after):
            return _table(change.label, before, after)
        case (_, VariableState() as after):
            return variable_as_texts(change, after)
    return [f"{change.label}: no longer seen"]


def _object(label: str, before: object, after: ObjectState) -> str:
    values = dict(after.values)
    if not isinstance(before, ObjectState):
        shown = "  ".join(
            f"{k}={v if v is not None else '(not loaded)'}" for k, v in values.items()
        )
        return f"{label} = {after.kind}  [{after.state}]  {shown}"
    old = dict(before.values)
    state = "" if before.state == after.state else f"  [{before.state} → {after.state}]"
    if after.state == "expired" and not any(v is not None for v in values.values()):
        return f"{label}{state}  every attribute forgotten"
    changes = [
        f"{k}: {old.get(k)} → {v}" if old.get(k) is not None else f"{k}={v}"
        for k, v in values.items()
        if old.get(k) != v and v is not None
    ]
    forgotten = [k for k, v in values.items() if v is None and old.get(k) is not None]
    if forgotten:
        changes.append(f"forgotten: {', '.join(forgotten)}")
    return f"{label}{state}  {'  '.join(changes)}".rstrip()


def _session(before: SessionState | None, after: SessionState) -> str:
    old, new = dict(before.lists) if before else {}, dict(after.lists)
    parts = [
        f"{name}: {{{', '.join(new.get(name, ()))}}}"
        for name in dict.fromkeys([*new, *old])
        if old.get(name, ()) != new.get(name, ())
    ]
    if before is None or before.transaction != after.transaction:
        parts.append(after.transaction)
    return " · ".join(parts)


def _table(label: str, before: object, after: TableState) -> list[str]:
    if after.note:
        return [f"{label}: {after.note}"]
    if isinstance(before, TableState) and before.note:
        return [state_as_text(label, after)]  # what changed is not known
    old = before if isinstance(before, TableState) else replace(after, rows=())
    was = before.pending if isinstance(before, TableState) else ()
    texts = [
        f"{label} {sign} ({_row(after, row)})   only inside this transaction"
        for sign, row in after.pending
        if (sign, row) not in was
    ]
    if after.more_pending:
        texts.append(f"{label} … and {after.more_pending} more   only inside this transaction")
    for_everyone = row_changes(old, after)
    texts += [f"{label} {s} ({_row(after, row)})   for everyone" for s, row in for_everyone[:SHOWN]]
    if len(for_everyone) > SHOWN:
        texts.append(f"{label} … {after.total} rows in all   for everyone")
    if was and not after.pending and not texts:
        texts.append(f"{label}: what was only inside the transaction is gone")
    undone = "no longer inside the transaction"
    return texts + [f"{label} {s} ({_row(after, row)})   {undone}" for s, row in gone(old, after)]


def _row(table: TableState, row: tuple[str, ...]) -> str:
    return ", ".join(f"{c}={v}" for c, v in zip(table.columns, row, strict=False))
