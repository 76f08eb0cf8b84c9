"""States, and what changed in them, as text of one line."""

from collections.abc import Sequence
from dataclasses import replace

from workbook.xray.entries import SHOWN_SQL, Phase, Statement
from workbook.xray.render.objects_as_text import object_as_text
from workbook.xray.render.parts_as_text import file_as_text, file_as_texts, variable_as_texts
from workbook.xray.render.table_rows import (
    SHOWN,
    by_whom,
    count_of,
    gone,
    row_changes,
    what_became,
)
from workbook.xray.snapshot import (
    Change,
    FileState,
    ObjectState,
    SessionState,
    State,
    VariableState,
)
from workbook.xray.table_state import NO_TABLE, Row, TableState


def state_as_text(name: str, state: State) -> str:
    """Return what is there."""
    match state:
        case VariableState(text):
            return f"{name}: {text}"
        case FileState():
            return f"{name}: {file_as_text(state)}"
        case TableState():
            remark = f"; {state.remark}" if state.remark else ""
            return f"{name}: {state.note or count_of(state)}{remark}"
        case ObjectState():
            return object_as_text(name, None, state)
        case SessionState():
            return _named(name, state) + _session(None, state)


def session_title(name: str, state: SessionState) -> str:
    """Return the name of a session; nothing for the usual one, whose lane is called so already."""
    title = state.title or ("" if name == "session" else name)
    return f"{title} (no session)" if state.is_connection else title


def _named(name: str, state: SessionState) -> str:
    return f"{session_title(name, state)}: ".removeprefix(": ")


def first_sql(phase: Phase) -> tuple[Sequence[Statement], str]:
    """Return the statements that are shown, and a text that says how many more there were."""
    more = len(phase.sql[SHOWN_SQL:]) + phase.more_sql
    return phase.sql[:SHOWN_SQL], f"… and {more:,} more" if more else ""


def change_as_texts(change: Change) -> list[str]:
    """Return what changed, one or more texts."""
    match change.before, change.after:
        case (before, ObjectState() as after):
            return [object_as_text(change.label, before, after)]
        case (None, SessionState() as after):
            opened = "" if after.since or after.is_connection else "opened: "
            return [f"{_named(change.label, after)}{opened}{_session(None, after)}"]
        case (SessionState() as before, SessionState() as after):
            return [_named(change.label, after) + _session(before, after)]
        case (_, FileState() as after):
            return file_as_texts(change, after)
        case (before, TableState() as after):
            return _table(change.label, before, after)
        case (_, VariableState() as after):
            return variable_as_texts(change, after)
    return [f"{change.label}: no longer seen"]


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
    if isinstance(before, TableState) and before.note not in ("", NO_TABLE):
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
    changes = row_changes(old, after)
    texts += [_for_everyone(label, after, sign, row) for sign, row in changes[:SHOWN]]
    if len(changes) > SHOWN:
        texts.append(f"{label} … {count_of(after)} in all   for everyone")
    if isinstance(before, TableState) and (text := what_became(before, after)):
        texts.append(f"{label}: {text}")
    if after.remark and after.remark != getattr(before, "remark", ""):
        texts.append(f"{label}: {after.remark}")
    undone = "no longer inside the transaction"
    texts += [f"{label} {s} ({_row(after, row)})   {undone}" for s, row in gone(old, after)]
    return texts or [state_as_text(label, after)]


def _for_everyone(label: str, table: TableState, sign: str, row: Row) -> str:
    by = by_whom(table, row.key)
    return f"{label} {sign} ({_row(table, row)})   for everyone{', ' + by if by else ''}"


def _row(table: TableState, row: Row) -> str:
    return ", ".join(f"{c}={v}" for c, v in zip(table.columns, row.values, strict=False))
