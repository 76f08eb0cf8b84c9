"""Say what a query has brought: objects, or values that an object had not, or had forgotten."""

from workbook.xray.entries import Phase, Step, Work
from workbook.xray.explain.so_far import SoFar, state_changes
from workbook.xray.snapshot import Change, ObjectState, SessionState

REFILLED = "A SELECT fills the attributes again, from the row that is now in the database."
LOADED = "A SELECT loads what the object did not have yet."


def of_query(step: Step, phase: Phase, seen: SoFar) -> str:
    """Return the sentence."""
    if step.by == Work.BUILDS:
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
