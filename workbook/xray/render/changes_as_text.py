"""States, and what changed in them, as text of one line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbook.xray.render.table_rows import (
    SHOWN,
    by_whom,
    count_of,
    gone,
    row_changes,
    what_became,
)
from workbook.xray.snapshot import (
    SHOWN_SQL,
    Change,
    FileState,
    ObjectState,
    Phase,
    Row,
    SessionState,
    State,
    Statement,
    TableState,
    VariableState,
)

UNNOTICED = "changed within, which its session did not notice"


def state_as_text(name: str, state: State) -> str:
    """Return what is there."""
    match state:
        case VariableState(text):
            return f"{name}: {text}"
        case FileState():
            return f"{name}: {_file(state)}"
        case TableState():
            remark = f"; {state.remark}" if state.remark else ""
            return f"{name}: {state.note or count_of(state)}{remark}"
        case ObjectState():
            return _object(name, None, state)
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


def _file(file: FileState) -> str:
    if file.text is None:
        return "does not exist"
    return file.text or "EMPTY (0 bytes)"


def change_as_texts(change: Change) -> list[str]:
    """Return what changed, one or more texts."""
    match change.before, change.after:
        case (before, ObjectState() as after):
            return [_object(change.label, before, after)]
        case (None, SessionState() as after):
            opened = "" if after.since or after.is_connection else "opened: "
            return [f"{_named(change.label, after)}{opened}{_session(None, after)}"]
        case (SessionState() as before, SessionState() as after):
            return [_named(change.label, after) + _session(before, after)]
        case (before, FileState() as after):
            return [f"{change.label}: {_file(after)}"]
        case (before, TableState() as after):
            return _table(change.label, before, after)
        case (None, VariableState(text)):
            return [f"{change.label} = {text}"]
        case (VariableState(old), VariableState(new)):
            return [f"{change.label}: {old} → {new}"]
    return [f"{change.label}: no longer seen"]


def _object(label: str, before: object, after: ObjectState) -> str:
    values = dict(after.values)
    whose = f" in {after.session}" if after.session else ""
    unnoticed = "".join(f"   ({key}: {UNNOTICED})" for key in after.unnoticed)
    if not isinstance(before, ObjectState):
        shown = "  ".join(
            f"{k}={v if v is not None else '(not loaded)'}" for k, v in values.items()
        )
        return f"{label} = {after.kind}  [{after.state}{whose}]  {shown}{unnoticed}"
    state = f"{before.state} → {after.state}" if before.state != after.state else ""
    state = f"  [{state}{whose}]".replace("[ ", "[") if state or whose else ""
    if after.state == "expired" and not any(v is not None for v in values.values()):
        return f"{label}{state}  every attribute forgotten"
    return f"{label}{state}  {'  '.join(_changed_values(before, after))}{unnoticed}".rstrip()


def differs_further_on(before: object, after: ObjectState, key: str) -> bool:
    """Tell whether a value is another one, though the text that is shown of it is not."""
    if not isinstance(before, ObjectState):
        return False
    old, new = dict(before.digests), dict(after.digests)
    is_same_text = dict(before.values).get(key) == dict(after.values).get(key)
    return is_same_text and key in old and key in new and old[key] != new[key]


def _changed_values(before: ObjectState, after: ObjectState) -> Iterator[str]:
    old = dict(before.values)
    for key, value in after.values:
        was = old.get(key)
        if value is None:
            continue
        if was != value:
            yield f"{key}: {was} → {value}" if was is not None else f"{key}={value}"
        elif differs_further_on(before, after, key):
            yield f"{key}: differs, further on than is shown"
    forgotten = [k for k, v in after.values if v is None and old.get(k) is not None]
    if forgotten:
        yield f"forgotten: {', '.join(forgotten)}"


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
    changes = row_changes(old, after)
    texts += [_for_everyone(label, after, sign, row) for sign, row in changes[:SHOWN]]
    if len(changes) > SHOWN:
        texts.append(f"{label} … {count_of(after)} in all   for everyone")
    if isinstance(before, TableState) and (text := what_became(before, after)):
        texts.append(f"{label}: {text}")
    if after.remark and after.remark != getattr(before, "remark", ""):
        texts.append(f"{label}: {after.remark}")
    undone = "no longer inside the transaction"
    return texts + [f"{label} {s} ({_row(after, row)})   {undone}" for s, row in gone(old, after)]


def _for_everyone(label: str, table: TableState, sign: str, row: Row) -> str:
    by = by_whom(table, row.key)
    return f"{label} {sign} ({_row(table, row)})   for everyone{', ' + by if by else ''}"


def _row(table: TableState, row: Row) -> str:
    return ", ".join(f"{c}={v}" for c, v in zip(table.columns, row.values, strict=False))
