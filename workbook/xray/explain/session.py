"""Say what a line did with a session: its objects, its transaction, its SQL."""

from workbook.xray.entries import AT_ONCE, ENDS, NO_ROW, SQLITE3, Phase, Step
from workbook.xray.explain.closing import CLOSES_UNDONE, closes, let_go, of_lists
from workbook.xray.explain.loads import of_query
from workbook.xray.explain.locks import of_refusal
from workbook.xray.explain.named_parts import (
    INSIDE,
    OUTSIDE,
    PERMANENT,
    TO,
    TO_SAVEPOINT,
    UNDONE,
    WRITES,
    sent_in,
)
from workbook.xray.explain.so_far import BEGUN, IDLE, SoFar, state_changes
from workbook.xray.snapshot import Change, ObjectState, SessionState, State
from workbook.xray.table_state import TableState

NEW = "A new Python object, nothing more: neither the session nor the database knows about it."
ANEW = "The session had been closed, and begins anew."
ANEW_CONNECTED = (
    "The session had been closed, and begins anew: it keeps a connection until it commits, rolls "
    "back, or is closed again."
)
UNNOTICED = (
    "The value changed within. The session did not notice: it is told only when a value is "
    "assigned."
)


def of_session(step: Step, phase: Phase, seen: SoFar) -> str:
    """Return the sentence for what else a session, its objects or its SQL did."""
    sent = sent_in(phase)
    said = _of_session(step, phase, sent, seen)
    return f"{said} {_begins_anew(phase)}".strip()


def _of_session(step: Step, phase: Phase, sent: list[str], seen: SoFar) -> str:
    session = next((c for c in phase.changes if _is_session(c.after)), None)
    states = [(before, after) for _, before, after in state_changes(phase)]
    if any(statement.error for statement in phase.sql):
        return of_refused(phase, seen)
    if session and session.before is None and not sent and _is_opened(session.after):
        return "A session is opened. It costs nothing yet: no connection, no SQL."
    if "COMMIT" in sent:
        return PERMANENT
    if "SELECT" in sent:
        return of_query(step, phase, seen)
    if TO in sent and "ROLLBACK" not in sent:
        return TO_SAVEPOINT
    if any(word in WRITES for word in sent):
        return _written(phase, sent)
    if ("", "transient") in states:
        return NEW
    if any(isinstance(c.after, ObjectState) and _is_unnoticed(c) for c in phase.changes):
        return UNNOTICED
    states = [(before, after) for before, after in states if before != after]
    if any(after == "pending" for _, after in states):
        return "The session puts it on its list. No SQL is sent."
    if any(after == "detached" for _, after in states):
        return let_go(session, sent)
    if any(before == "detached" for before, _ in states) and not sent:
        return "The session looks after the object again. No SQL is sent."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE if closes(session) else UNDONE
    return of_lists(session)


def _is_session(state: State | None) -> bool:
    return isinstance(state, SessionState) and not state.is_connection


def _is_opened(state: State | None) -> bool:
    if not isinstance(state, SessionState) or state.since or state.lists:
        return False
    return state.transaction in (IDLE, BEGUN)


def _is_unnoticed(change: Change) -> bool:
    before, after = (
        set(each.unnoticed) if isinstance(each, ObjectState) else set[str]()
        for each in (change.before, change.after)
    )
    return bool(after - before)


def _begins_anew(phase: Phase) -> str:
    """Say that a session that was closed is used again, and that it has a connection for it."""
    said = ""
    for change in phase.changes:
        before, after = change.before, change.after
        if not isinstance(before, SessionState) or not isinstance(after, SessionState):
            continue
        if before.is_closed and after.transaction != IDLE:
            said = ANEW_CONNECTED if after.database else ANEW
    return said


def of_refused(phase: Phase, seen: SoFar) -> str:
    """Return the sentence for what the database refuses; nothing if it refuses nothing."""
    sent = sent_in(phase)
    if "REFUSED" in sent and "COMMIT" in sent:
        said = "The database refuses the COMMIT: nothing of the transaction is stored."
    else:
        said = ""
    return " ".join(filter(None, (said, of_refusal(phase.sql, seen))))


def _written(phase: Phase, sent: list[str]) -> str:
    """Return the sentence for a change without a flush: often it is not known which rows it is."""
    notes = {statement.note for statement in phase.sql}
    if "ROLLBACK" in sent or ENDS in notes:
        return ""
    if AT_ONCE in notes:
        return OUTSIDE
    written = [s for s in phase.sql if s.text.upper().split(" ")[0] in WRITES]
    if all(statement.note == NO_ROW for statement in written):
        return "The SQL is sent. No row is as it asks for, so nothing changes."
    tables = [c.after for c in phase.changes if isinstance(c.after, TableState)]
    if any(table.pending for table in tables):
        return INSIDE
    if any(statement.cause == SQLITE3 for statement in phase.sql):
        return f"{INSIDE} Its rows are not looked at here."
    return f"{INSIDE} Which rows it changed is not known until the commit."
