"""Say what a line did with a session: its objects, its transaction, its SQL.

Only that a block of `with Session(…)` ends is read from the text: often nothing changes there.
"""

from workbook.xray.explain.named_parts import (
    INSIDE,
    OUTSIDE,
    TO,
    TO_SAVEPOINT,
    UNDONE,
    WRITES,
    sent_in,
)
from workbook.xray.snapshot import (
    AT_ONCE,
    BUILDS,
    ENDS,
    Change,
    ObjectState,
    Phase,
    SessionState,
    Step,
)

NEW = "A new Python object, nothing more: neither the session nor the database knows about it."
CLOSES_CLEAN = (
    "The session closes and no longer looks after its objects. Nothing was waiting to be saved."
)
CLOSES_IDLE = "The session closes. No transaction is open: nothing is left to undo."
CLOSES_UNDONE = "The session closes without a commit: what was not committed is undone."
CLOSES_LOST = "The session closes; what was waiting was never sent, and is lost."
REFILLED = "A SELECT fills the attributes again, from the row that is now in the database."


def of_session(step: Step, phase: Phase) -> str:
    """Return the sentence for what else a session, its objects or its SQL did."""
    sent = sent_in(phase)
    session = next((c for c in phase.changes if isinstance(c.after, SessionState)), None)
    states = [_states(c) for c in phase.changes if isinstance(c.after, ObjectState)]
    if session and session.before is None and not sent:
        return "A session is opened. It costs nothing yet: no connection, no SQL."
    if "SELECT" in sent:
        return _select(step, states, session)
    if TO in sent and "ROLLBACK" not in sent:
        return TO_SAVEPOINT
    if any(word in WRITES for word in sent):
        return _written(phase, sent)
    if ("", "transient") in states:
        return NEW
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


def _written(phase: Phase, sent: list[str]) -> str:
    """Return the sentence for a change without a flush: no object tells which rows it changed."""
    notes = {statement.note for statement in phase.sql}
    is_over = "COMMIT" in sent or "ROLLBACK" in sent or ENDS in notes
    if is_over or any(statement.error for statement in phase.sql):
        return ""
    if AT_ONCE in notes:
        return OUTSIDE
    return f"{INSIDE} Which rows it changed is not known until the commit."


def closes(step: Step) -> bool:
    """Tell whether the line ends a block at whose end a session closes."""
    return step.note == "leaving the with block" and "Session(" in step.source


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


def _select(step: Step, states: list[tuple[str, str]], session: Change | None) -> str:
    if step.by == BUILDS:
        return "FastAPI reads the object to build the response; its values are loaded for that."
    # A value that the line itself has set is on the list of what changed.
    is_set = (
        session is not None
        and isinstance(session.after, SessionState)
        and "changed" in dict(session.after.lists)
    )
    is_refilled = ("persistent", "persistent") in states and not is_set
    if ("expired", "persistent") in states or is_refilled:
        return REFILLED
    if ("", "persistent") in states:
        return "What comes back becomes an object that the session keeps track of."
    return "The database is asked."


def _states(change: Change) -> tuple[str, str]:
    """Return an object's state before and after; an empty one where there was no object."""
    before, after = (
        each.state if isinstance(each, ObjectState) else ""
        for each in (change.before, change.after)
    )
    return before, after
