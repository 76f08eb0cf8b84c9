"""Say what the named parts of a line did, such as the flush and the commit of commit()."""

from workbook.xray.snapshot import (
    AT_ONCE,
    NOT_THERE,
    NOTHING_TO_UNDO,
    ObjectState,
    Phase,
    SessionState,
    Step,
)

INSIDE = "The SQL is sent, inside a transaction: nobody else can see the change yet."
OUTSIDE = "The SQL is sent, outside a transaction: everybody can see the change at once."
UNDONE = "Everything since BEGIN is undone."
UNDONE_UNASKED = (
    "In the database, everything since BEGIN is undone. The session still needs a rollback()."
)
PERMANENT = "Now it is permanent: every other connection sees it, and a crash cannot undo it."
NAMED = {
    "expire": "commit() also expires the object: the next read will ask the database again.",
    "flush fails": "The database refuses a statement, so the whole flush fails.",
    "rollback": UNDONE,
}
TO = "ROLLBACK TO"  # a savepoint: the transaction goes on
TO_SAVEPOINT = "Everything since the savepoint is undone; the transaction goes on."
WRITES = ("INSERT", "UPDATE", "DELETE")


def of_part(step: Step, phase: Phase) -> str:
    """Return the sentence for a part that has a name, such as "flush"; else nothing."""
    sent = sent_in(phase)
    if phase.name == "flush":
        return _flush(step, phase, sent)
    if phase.name == "commit":
        if "COMMIT" in sent:
            return PERMANENT
        sessions = [c.before for c in phase.changes if isinstance(c.before, SessionState)]
        if any(session.transaction == NOT_THERE for session in sessions):
            return "There is no transaction in the database to commit."
        return "Nothing had been written, so there is nothing to commit."
    if phase.name == "afterwards":
        objects = [c.after for c in phase.changes if isinstance(c.after, ObjectState)]
        if any(each.state == "detached" for each in objects):
            return "The transaction is over, and the session no longer looks after the object."
        return "The transaction is over."
    if phase.name == "rollback" and TO in sent:
        return TO_SAVEPOINT
    if phase.name == "rollback" and any(each.name == "flush fails" for each in step.phases):
        return UNDONE_UNASKED
    return NAMED.get(phase.name, "")


def sent_in(phase: Phase) -> list[str]:
    """Return the first word of each statement, or two."""
    # Some drivers open a transaction even to read: rolling that back only ends it.
    real = [statement for statement in phase.sql if statement.note != NOTHING_TO_UNDO]
    words = [statement.text.upper().split(" ") for statement in real]
    return [TO if " ".join(each[:2]) == TO else each[0] for each in words]


def _flush(step: Step, phase: Phase, sent: list[str]) -> str:
    if not any(word in WRITES for word in sent):
        return "Nothing has changed, so nothing is sent."
    if any(statement.note == AT_ONCE for statement in phase.sql):
        return OUTSIDE
    later = step.phases[step.phases.index(phase) + 1 :]
    if any(s.text.upper().startswith("SELECT") for each in later for s in each.sql):
        return f"Before the query, the session sends what was waiting (autoflush). {INSIDE}"
    return INSIDE
