"""Say in plain words what a line did. The words depend on what was seen, not on the line's text.

Only that a block of `with Session(…)` ends is read from the text: often nothing changes there.
"""

from collections.abc import Sequence

from workbook.xray.story import BETWEEN
from workbook.xray.world import (
    MEMORY,
    Change,
    Document,
    Entry,
    Phase,
    Seen,
    Step,
    Thing,
    Value,
    Work,
    World,
)

NAMED = {
    "expire": "commit() also expires the object: the next read will ask the database again.",
    "flush fails": "The database refuses a statement, so the whole flush fails.",
    "rollback": "Everything since BEGIN is undone.",
    "raise": "The line failed; what comes after it in this function is skipped.",
}
CLOSES_UNDONE = "The session closes without a commit: what was not committed is undone."
CLOSES_LOST = "The session closes; what was waiting was never sent, and is lost."
WAITED = "What was waiting is forgotten: it was never sent."
REFILLED = "A SELECT fills the attributes again, from the row that is now in the database."
WRITES = ("INSERT", "UPDATE", "DELETE")


def explain(entries: Sequence[Entry], before: World) -> None:
    """Give each step, and each part of one, its sentence."""
    world: dict[tuple[str, str], Seen] = dict(before)
    for entry in entries:
        if not isinstance(entry, Step):
            continue
        for phase in entry.phases:
            phase.sentence = _sentence(entry, phase)
            for change in phase.changes:
                if change.after is None:
                    world.pop((change.lane, change.name), None)
                else:
                    world[change.lane, change.name] = change.after
        if entry.pauses:
            entry.sentence = (
                "The function pauses here and hands the value over; it goes on after the endpoint."
            )
        elif entry.error and not any(phase.name == "raise" for phase in entry.phases):
            entry.sentence = NAMED["raise"]
        elif not entry.phases and _closes(entry) and _is_idle(world):
            entry.sentence = "The session closes. No transaction is open: nothing is left to undo."
        elif not entry.phases and _waits_in_buffer(world):
            entry.sentence = (
                "On the disk the file is still empty: what was written waits in a buffer."
            )


def _closes(step: Step) -> bool:
    return step.note == "leaving the with block" and "Session(" in step.source


def _is_idle(world: World) -> bool:
    works = [seen for seen in world.values() if isinstance(seen, Work)]
    return bool(works) and all(work.transaction == "no transaction" for work in works)


def _waits_in_buffer(world: World) -> bool:
    values = (seen for seen in world.values() if isinstance(seen, Value))
    is_open = any(value.text == "<open file>" for value in values)
    return is_open and any(seen == Document("", 0) for seen in world.values())


def _sentence(step: Step, phase: Phase) -> str:
    sent = [statement.text.split(" ")[0].upper() for statement in phase.sql]
    if phase.name == "flush":
        return _flush(step, phase, sent)
    if phase.name == "commit":
        if "COMMIT" in sent:
            return "Now it is permanent: every other connection sees it, a crash cannot undo it."
        return "Nothing had been written, so there is nothing to commit."
    if phase.name == "afterwards":
        things = [c.after for c in phase.changes if isinstance(c.after, Thing)]
        if any(thing.state == "detached" for thing in things):
            return "The transaction is over, and the session lets go of the object."
        return "The transaction is over."
    if phase.name in NAMED:
        return NAMED[phase.name]
    return _of_memory(phase) or _of_session(step, phase, sent)


def _flush(step: Step, phase: Phase, sent: list[str]) -> str:
    if not any(word in WRITES for word in sent):
        return "Nothing has changed, so nothing is sent."
    first = "The SQL is sent, inside a transaction: nobody else can see the change yet."
    later = step.phases[step.phases.index(phase) + 1 :]
    if any(s.text.upper().startswith("SELECT") for each in later for s in each.sql):
        return f"Before the query the session sends what was waiting (autoflush). {first}"
    return first


def _of_memory(phase: Phase) -> str:
    files = [c for c in phase.changes if isinstance(c.after, Document)]
    gone = [c for c in files if isinstance(c.after, Document) and c.after.text is None]
    written = [c for c in files if isinstance(c.after, Document) and c.after.text]
    if gone and written:
        return "The new file takes the place of the old one, in one step."
    if written:
        return "It is on the disk now."
    if files and not gone:
        return "The file is there, and empty: nothing is written yet."
    if any(change.lane == MEMORY for change in phase.changes):
        return "Only the memory of this process changed. A restart now would lose it."
    return ""


def _of_session(step: Step, phase: Phase, sent: list[str]) -> str:
    work = next((c for c in phase.changes if isinstance(c.after, Work)), None)
    moves = [_move(c.before, c.after) for c in phase.changes if isinstance(c.after, Thing)]
    if work and work.before is None and not sent:
        return "A session is opened. It costs nothing yet: no connection, no SQL."
    if "SELECT" in sent:
        return _select(step, moves)
    if ("", "transient") in moves:
        return "A new Python object, nothing more: neither the session nor the database knows it."
    if any(after == "pending" for _, after in moves):
        return "The session puts it on its list. No SQL is sent."
    if any(after == "detached" for _, after in moves):
        return _let_go(work, sent)
    if any(before == "detached" for before, _ in moves):
        return "The session looks after the object again. No SQL is sent."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE if _closes(step) else "Everything since BEGIN is undone."
    return _of_lists(step, work)


def _of_lists(step: Step, work: Change | None) -> str:
    before, after = getattr(work, "before", None), getattr(work, "after", None)
    if isinstance(before, Work) and isinstance(after, Work):
        old, new = dict(before.lists), dict(after.lists)
        if len(new.get("deleted", ())) > len(old.get("deleted", ())):
            return "The session notes that the row is to go. No SQL is sent."
        if len(new.get("changed", ())) > len(old.get("changed", ())):
            return "Only the object changed. The session notes it; no SQL is sent."
        if _waiting(before) and not _waiting(after):
            return CLOSES_LOST if _closes(step) else WAITED
        if before.transaction != after.transaction == "no transaction":
            if _closes(step):
                return "The session closes, and the connection goes back to the pool."
            return "The transaction is over, and the connection goes back to the pool."
    return ""


def _waiting(work: Work) -> bool:
    return any(name in ("new", "changed", "deleted") for name, _ in work.lists)


def _let_go(work: Change | None, sent: list[str]) -> str:
    before, after = (work.before, work.after) if work else (None, None)
    if not isinstance(after, Work) or after.lists:
        return "The session lets go of the object."
    if "ROLLBACK" in sent:
        return CLOSES_UNDONE
    if isinstance(before, Work) and _waiting(before):
        return CLOSES_LOST
    return "The session closes and lets go of its objects. Nothing was waiting to be saved."


def _select(step: Step, moves: list[tuple[str, str]]) -> str:
    if step.source == BETWEEN:
        return "FastAPI reads the object to build the response; its values are loaded for that."
    if ("expired", "persistent") in moves or ("persistent", "persistent") in moves:
        return REFILLED
    if ("", "persistent") in moves:
        return "What comes back becomes an object that the session keeps track of."
    return "The database is asked."


def _move(before: Seen | None, after: Seen | None) -> tuple[str, str]:
    old = before.state if isinstance(before, Thing) else ""
    return old, after.state if isinstance(after, Thing) else ""
