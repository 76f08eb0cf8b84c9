"""Say what the named parts of a line did, such as the flush and the commit of commit()."""

from workbook.xray.entries import AT_ONCE, AUTOFLUSH, NOTHING_TO_UNDO, NOTHING_WRITTEN, Phase, Step
from workbook.xray.explain.locks import of_refusal
from workbook.xray.explain.so_far import SoFar, sessions_in
from workbook.xray.snapshot import NOT_THERE, ObjectState, SessionState

INSIDE = "The SQL is sent, inside a transaction: nobody else can see the change yet."
OUTSIDE = "The SQL is sent, outside a transaction: everybody can see the change at once."
UNDONE = "Everything since BEGIN is undone."
UNDONE_UNASKED = (
    "In the database, everything since BEGIN is undone. The session still needs a rollback()."
)
NOTHING_UNDONE = "In the database there is nothing to undo."
NOTHING_UNDONE_UNASKED = f"{NOTHING_UNDONE} The session still needs a rollback()."
PERMANENT = "Now it is permanent: every other connection sees it, and a crash cannot undo it."
EXPIRES = "commit() also expires the object: the next read will ask the database again."
REFUSED = "The database refuses a statement, so the whole flush fails."
REFUSED_BY_DRIVER = (
    "The database's driver cannot send a value of this kind, so the whole flush fails."
)
FAILED_IN_PYTHON = "The flush fails in Python: no statement was refused by the database."
TO = "ROLLBACK TO"  # a savepoint: the transaction goes on
TO_SAVEPOINT = "Everything since the savepoint is undone; the transaction goes on."
WRITES = ("INSERT", "UPDATE", "DELETE")
BINDING = "binding parameter"  # what sqlite3 says of a value that it cannot send


def of_part(step: Step, phase: Phase, seen: SoFar) -> str:
    """Return the sentence for a part that has a name, such as "flush"; else nothing."""
    sent = sent_in(phase)
    match phase.name:
        case "flush":
            return _flush(phase, sent)
        case "flush fails":
            return _flush_fails(phase, seen)
        case "commit":
            return _commit(phase, sent, seen)
        case "expire":
            return EXPIRES
        case "afterwards" if "SELECT" not in sent:
            objects = [c.after for c in phase.changes if isinstance(c.after, ObjectState)]
            if any(each.state == "detached" for each in objects):
                return "The transaction is over, and the session no longer looks after the object."
            return "The transaction is over."
        case "rollback":
            return _rollback(step, sent)
    return ""


def sent_in(phase: Phase) -> list[str]:
    """Return the first word of each statement, or two."""
    # Some drivers open a transaction even to read: what ends that undoes and stores nothing.
    real = [s for s in phase.sql if s.note not in (NOTHING_TO_UNDO, NOTHING_WRITTEN)]
    words = [statement.text.upper().split(" ") for statement in real]
    return [TO if " ".join(each[:2]) == TO else each[0] for each in words]


def _flush(phase: Phase, sent: list[str]) -> str:
    if not any(word in WRITES for word in sent):
        return "Nothing has changed, so nothing is sent."
    if any(statement.note == AT_ONCE for statement in phase.sql):
        return OUTSIDE
    if any(statement.cause == AUTOFLUSH for statement in phase.sql):
        return f"Before the query, the session sends what was waiting (autoflush). {INSIDE}"
    return INSIDE


def _flush_fails(phase: Phase, seen: SoFar) -> str:
    refused = [statement for statement in phase.sql if statement.error]
    if not refused:
        return FAILED_IN_PYTHON
    by_driver = any(BINDING in each.error for each in refused)
    said = REFUSED_BY_DRIVER if by_driver else REFUSED
    return " ".join(filter(None, (said, of_refusal(phase.sql, seen))))


def _commit(phase: Phase, sent: list[str], seen: SoFar) -> str:
    left_out = [_unnoticed(phase, seen), _elsewhere(phase, seen)]
    if "COMMIT" in sent:
        return " ".join(filter(None, (PERMANENT, *left_out)))
    if any(left_out):
        return " ".join(filter(None, ("Nothing is sent.", *left_out)))
    sessions = [c.before for c in phase.changes if isinstance(c.before, SessionState)]
    if any(session.transaction == NOT_THERE for session in sessions):
        return "There is no transaction in the database to commit."
    return "Nothing had been written, so there is nothing to commit."


def _unnoticed(phase: Phase, seen: SoFar) -> str:
    """Say which values changed within, without the session that commits noticing."""
    values = [f"`{key}` of {name}" for name, key in seen.unnoticed(sessions_in(phase))]
    if not values:
        return ""
    return (
        f"{' and '.join(values)} changed within, which the session did not notice, so it is not "
        "sent. Assign a new value and leave the old one as it is, or use MutableList or "
        "MutableDict, or call `flag_modified`."
    )


def _elsewhere(phase: Phase, seen: SoFar) -> str:
    """Say which objects have changes that this commit is not for."""
    mine = sessions_in(phase)
    waiting = seen.waiting_elsewhere(mine) if len(mine) == 1 else []
    if not waiting:
        return ""
    whose = " and ".join(f"{label} belongs to `{name}`" for label, name in waiting)
    return f"{whose}, and this commit is only `{mine.pop()}`'s."


def _rollback(step: Step, sent: list[str]) -> str:
    if TO in sent:
        return TO_SAVEPOINT
    unasked = any(each.name == "flush fails" for each in step.phases)
    if "ROLLBACK" in sent:
        return UNDONE_UNASKED if unasked else UNDONE
    return NOTHING_UNDONE_UNASKED
