"""Say what a line did with a session: its objects, its transaction, its SQL.

Only that a block of `with Session(…)` ends is read from the text: often nothing changes there.
"""

import re

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
from workbook.xray.explain.seen import IDLE, Seen, state_changes
from workbook.xray.snapshot import (
    AT_ONCE,
    ENDS,
    Change,
    ObjectState,
    Phase,
    SessionState,
    State,
    Step,
    TableState,
)
from workbook.xray.story import BETWEEN

NEW = "A new Python object, nothing more: neither the session nor the database knows about it."
CLOSES_CLEAN = (
    "The session closes and no longer looks after its objects. Nothing was waiting to be saved."
)
CLOSES_IDLE = "The session closes. No transaction is open: nothing is left to undo."
CLOSES_UNDONE = "The session closes without a commit: what was not committed is undone."
CLOSES_LOST = "The session closes; what was waiting was never sent, and is lost."
ANEW = (
    "The session had been closed, and begins anew: it keeps a connection until it is closed again."
)
UNNOTICED = (
    "The value changed within. The session did not notice: it is told only when a value is "
    "assigned."
)
LOADED = "A SELECT loads what the object did not have yet."
OPENS_SESSION = re.compile(r"[Ss]ession\w*\(")
REFILLED = "A SELECT fills the attributes again, from the row that is now in the database."


def of_session(step: Step, phase: Phase, seen: Seen) -> str:
    """Return the sentence for what else a session, its objects or its SQL did."""
    sent = sent_in(phase)
    said = _of_session(step, phase, sent, seen)
    if _begins_anew(phase):
        return f"{said} {ANEW}".strip()
    return said


def _of_session(step: Step, phase: Phase, sent: list[str], seen: Seen) -> str:
    session = next((c for c in phase.changes if _is_session(c.after)), None)
    states = [(before, after) for _, before, after in state_changes(phase)]
    if any(statement.error for statement in phase.sql):
        return _refused(phase, sent, seen)
    if session and session.before is None and not sent and _is_opened(session.after):
        return "A session is opened. It costs nothing yet: no connection, no SQL."
    if "COMMIT" in sent:
        return PERMANENT
    if "SELECT" in sent:
        return _select(step, phase, seen)
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
        return _let_go(session, sent)
    if any(before == "detached" for before, _ in states) and not sent:
        return "The session looks after the object again. No SQL is sent."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE if closes(step) else UNDONE
    return _of_lists(step, session)


def _is_session(state: State | None) -> bool:
    return isinstance(state, SessionState) and not state.is_connection


def _is_opened(state: State | None) -> bool:
    return isinstance(state, SessionState) and not state.since and state.transaction == IDLE


def _is_unnoticed(change: Change) -> bool:
    before, after = (
        set(each.unnoticed) if isinstance(each, ObjectState) else set[str]()
        for each in (change.before, change.after)
    )
    return bool(after - before)


def _begins_anew(phase: Phase) -> bool:
    """Tell whether a session that was closed is used again."""
    return any(
        isinstance(c.before, SessionState)
        and isinstance(c.after, SessionState)
        and c.before.is_closed
        and c.after.transaction != IDLE
        for c in phase.changes
    )


def _refused(phase: Phase, sent: list[str], seen: Seen) -> str:
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
    tables = [c.after for c in phase.changes if isinstance(c.after, TableState)]
    if any(table.pending for table in tables):
        return INSIDE
    return f"{INSIDE} Which rows it changed is not known until the commit."


def closes(step: Step) -> bool:
    """Tell whether the line ends a block at whose end a session closes."""
    return step.note == "leaving the with block" and bool(OPENS_SESSION.search(step.source))


def _of_lists(step: Step, session: Change | None) -> str:
    before, after = (session.before, session.after) if session else (None, None)
    if isinstance(before, SessionState) and isinstance(after, SessionState):
        old, new = dict(before.lists), dict(after.lists)
        if len(new.get("deleted", ())) > len(old.get("deleted", ())):
            return "The session notes that the row is to be deleted. No SQL is sent."
        if len(new.get("changed", ())) > len(old.get("changed", ())):
            return "Only the object changed. The session notes it; no SQL is sent."
        if _waiting(before) and not _waiting(after):
            return (
                CLOSES_LOST if closes(step) else "What was waiting is forgotten: it was never sent."
            )
        if before.transaction != after.transaction == "no transaction":
            if closes(step):
                return "The session closes, and the connection goes back to the pool."
            return "The transaction is over, and the connection goes back to the pool."
    return ""


def _waiting(session: SessionState) -> bool:
    return any(name in ("new", "changed", "deleted") for name, _ in session.lists)


def _let_go(session: Change | None, sent: list[str]) -> str:
    before, after = (session.before, session.after) if session else (None, None)
    if not isinstance(after, SessionState) or after.lists:
        return "The session no longer looks after the object."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE
    if isinstance(before, SessionState) and _waiting(before):
        return CLOSES_LOST
    return CLOSES_CLEAN


def _select(step: Step, phase: Phase, seen: Seen) -> str:
    if step.source == BETWEEN:
        return "FastAPI reads the object to build the response; its values are loaded for that."
    changes = list(state_changes(phase))
    session = next((c.after for c in phase.changes if isinstance(c.after, SessionState)), None)
    # A value that the line itself has set is on the list of what changed.
    is_set = session is not None and "changed" in dict(session.lists)
    filled = [
        (change.name, key)
        for change, before, after in changes
        if before == "expired" or (before == after == "persistent" and not is_set)
        for key in _filled(change)
    ]
    if any(key in seen.loaded.get(name, ()) for name, key in filled):
        return REFILLED
    if filled:
        return LOADED
    if any((before, after) == ("", "persistent") for _, before, after in changes):
        return "What comes back becomes an object that the session keeps track of."
    return "The database is asked."


def _filled(change: Change) -> list[str]:
    """Return the attributes that have a value now, and had none, or another one."""
    before = dict(change.before.values) if isinstance(change.before, ObjectState) else {}
    after = change.after.values if isinstance(change.after, ObjectState) else ()
    return [key for key, value in after if value is not None and before.get(key) != value]
