"""What is in the table when the request is over, and why it is not what it should be."""

from sqlalchemy.exc import IntegrityError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, WRITING, Case, Finding

UNDONE = "when the session closed, everything was undone"


def rolled_back(case: Case) -> Finding:
    """The endpoint itself undoes the change."""
    if _is_missing(case) and case.main.rolls_back:
        return "The change was undone by `session.rollback()`; nothing was committed.", case.main
    return None


def flushed_not_committed(case: Case) -> Finding:
    """SQL was sent, COMMIT was not."""
    words = case.main.words
    sent = [word for word in words if word in ("INSERT", "UPDATE", "DELETE")]
    if _is_missing(case) and sent and "COMMIT" not in words:
        return (
            f"{sent[0]} was sent, COMMIT was not: a flush is only half of `session.commit`, and "
            f"{UNDONE}.",
            case.main,
        )
    return None


def added_not_committed(case: Case) -> Finding:
    """A new object waited until the session closed."""
    if _is_missing(case) and case.endpoint == CREATE and case.main.listed("new"):
        return (
            "The row was never stored: `session.add` was called, `session.commit` was not. "
            "The object waited in the session until it closed.",
            case.main,
        )
    return None


def never_added(case: Case) -> Finding:
    """The session was never told about the object."""
    if _is_missing(case) and case.endpoint == CREATE and "transient" in case.main.states():
        return (
            "The object was made, but `session.add` was not called: the session does not know "
            "about it, so nothing was stored.",
            case.main,
        )
    return None


def added_a_new_object(case: Case) -> Finding:
    """An update inserts a row."""
    if case.endpoint == UPDATE and "INSERT" in case.main.words:
        refused = isinstance(case.main.trace.error, IntegrityError)
        end = "The database refused it: a row with this id exists. " if refused else ""
        return (
            f"An update sent an INSERT: a new object was added. {end}"
            "Change the object that `session.get` returns.",
            case.main,
        )
    return None


def changed_not_committed(case: Case) -> Finding:
    """A change waited until the session closed."""
    if _is_missing(case) and case.endpoint == UPDATE and case.main.listed("changed"):
        return (
            "The change was never stored: the object was changed, and the session noticed, but "
            "`session.commit()` did not run.",
            case.main,
        )
    return None


def nothing_changed(case: Case) -> Finding:
    """The object that the session knows was left as it was."""
    if _is_missing(case) and case.endpoint == UPDATE and case.main.status < 400:
        return (
            "Nothing was stored: no object of the session was changed. Perhaps a copy, a dict or "
            "another object was; the session watches only the one that `session.get` returns.",
            case.main,
        )
    return None


def deleted_not_committed(case: Case) -> Finding:
    """The deletion waited until the session closed."""
    if _is_missing(case) and case.endpoint == DELETE and case.main.listed("deleted"):
        return (
            "The row is still there: `session.delete` was called, `session.commit` was not.",
            case.main,
        )
    return None


def nothing_deleted(case: Case) -> Finding:
    """The session was not asked to delete."""
    if _is_missing(case) and case.endpoint == DELETE and case.main.status < 400:
        return "The row is still there: the session was not asked to delete it.", case.main
    return None


def _is_missing(case: Case) -> bool:
    """Tell whether the change is missing, although the endpoint ran and nothing was refused."""
    # A NameError and its like end the endpoint before its last lines: they are the cause then.
    error = case.main.trace.error
    broke_off = error is not None and type(error).__module__ == "builtins"
    stopped = broke_off or case.main.flush_failed
    return case.endpoint in WRITING and not case.has_written and not stopped
