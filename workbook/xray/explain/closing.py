"""Say what a session lets go of: its objects, its lists, its transaction.

Only that a block of `with Session(…)` ends is read from the text: often nothing changes there.
"""

import re

from workbook.xray.entries import Entry, Header, Step
from workbook.xray.explain.so_far import SoFar
from workbook.xray.snapshot import Change, SessionState

OPENS_SESSION = re.compile(r"[Ss]ession\w*\(")
CLOSES_CLEAN = (
    "The session closes and no longer looks after its objects. Nothing was waiting to be saved."
)
CLOSES_IDLE = "The session closes. No transaction is open: nothing is left to undo."
CLOSES_UNDONE = "The session closes without a commit: what was not committed is undone."
CLOSES_LOST = "The session closes; what was waiting was never sent, and is lost."


def closes(session: Change | None) -> bool:
    """Tell whether a session was seen to close."""
    before, after = _states(session)
    if after is None or not after.is_closed:
        return False
    return before is not None and not before.is_closed


def ends_block(step: Step, following: Entry | None, seen: SoFar) -> bool:
    """Tell whether the block of a session that is idle, and not closed, ends.

    Args:
        step: with which it ends.
        following: what is told after it: if a function of the app runs, that one closes, or not.
        seen: the sessions.

    """
    if step.note != "leaving the with block" or not OPENS_SESSION.search(step.source):
        return False
    if isinstance(following, Header) and following.depth > step.depth:
        return False
    return seen.is_idle() and any(not state.is_closed for _, state in seen.sessions())


def of_lists(session: Change | None) -> str:
    """Return the sentence for what became of a session's lists and of its transaction."""
    before, after = _states(session)
    if before is None or after is None:
        return ""
    old, new = dict(before.lists), dict(after.lists)
    if len(new.get("deleted", ())) > len(old.get("deleted", ())):
        return "The session notes that the row is to be deleted. No SQL is sent."
    if len(new.get("changed", ())) > len(old.get("changed", ())):
        return "Only the object changed. The session notes it; no SQL is sent."
    is_closing = closes(session)
    if _waiting(before) and not _waiting(after):
        return CLOSES_LOST if is_closing else "What was waiting is forgotten: it was never sent."
    if before.transaction != after.transaction == "no transaction":
        whose = "The session closes" if is_closing else "The transaction is over"
        return f"{whose}, and the connection goes back to the pool."
    return ""


def let_go(session: Change | None, sent: list[str]) -> str:
    """Return the sentence for a session that no longer looks after an object."""
    before, after = _states(session)
    if after is None or after.lists or not closes(session):
        return "The session no longer looks after the object."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE
    return CLOSES_LOST if before is not None and _waiting(before) else CLOSES_CLEAN


def _states(session: Change | None) -> tuple[SessionState | None, SessionState | None]:
    before, after = (session.before, session.after) if session else (None, None)
    return (
        before if isinstance(before, SessionState) else None,
        after if isinstance(after, SessionState) else None,
    )


def _waiting(session: SessionState) -> bool:
    return any(name in ("new", "changed", "deleted") for name, _ in session.lists)
