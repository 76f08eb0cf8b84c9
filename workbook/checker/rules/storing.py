"""What is in the table when the request is over, and why it is not what it should be."""

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, WRITING, Case, Finding
from workbook.checker.evidence.table import TABLE

UNDONE = "when the session closed, everything was undone"
# The names of errors that follow from a missing row.
FOLLOW = ("not-persistent", "row-is-gone", "answer-does-not-fit", "detached")


def rolled_back(case: Case) -> Finding:
    """The endpoint itself undoes the change."""
    if is_missing(case) and case.main.seen.rolls_back:
        return "The change was undone by `session.rollback()`; nothing was committed.", case.main
    return None


def flushed_not_committed(case: Case) -> Finding:
    """SQL was sent, COMMIT was not."""
    words = case.main.words
    sent = [word for word in words if word in ("INSERT", "UPDATE", "DELETE")]
    if not is_missing(case) or not sent or "COMMIT" in words:
        return None
    half = "a flush is only half of `session.commit`, and " if "flush" in case.main.parts else ""
    end = "the transaction is still open" if case.main.open else UNDONE
    return f"{sent[0]} was sent, COMMIT was not: {half}{end}.", case.main


def another_table(case: Case) -> Finding:
    """Nothing but another table is used."""
    tables = {getattr(inspect(each).local_table, "name", "") for each in case.main.seen.classes}
    if tables and TABLE not in tables:
        return (
            f"The table that was used is `{min(tables)}`, but the expenses are in `{TABLE}`: "
            "import its class, `from after_session.models import Expense`.",
            case.main,
        )
    return None


def added_not_committed(case: Case) -> Finding:
    """A new object waited until the session closed."""
    if _uncommitted(case) and case.endpoint == CREATE and case.main.listed("new"):
        return (
            "The row was never stored: `session.add` was called, `session.commit` was not. "
            "The object waited in the session until it closed.",
            case.main,
        )
    return None


def never_added(case: Case) -> Finding:
    """The session was never told about the object."""
    if is_missing(case) and case.endpoint == CREATE and "transient" in case.main.states():
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
    if _uncommitted(case) and case.endpoint == UPDATE and case.main.listed("changed"):
        return (
            "The change was never stored: the object was changed, and the session noticed, but "
            "`session.commit()` did not run.",
            case.main,
        )
    return None


def nothing_changed(case: Case) -> Finding:
    """The object that the session knows was left as it was."""
    if not is_missing(case) or case.endpoint != UPDATE or case.main.status >= 400:
        return None
    if any(each.modified for each in case.main.seen.detached):
        return (
            "Nothing was stored: the object was changed, but it is detached: its session has "
            "closed, or given it up, and no other one looks after it. Change it, and commit, while "
            "its session is open.",
            case.main,
        )
    return (
        "Nothing was stored: no object of the session was changed. Perhaps a copy, a dict or "
        "another object was; the session watches only the one that `session.get` returns.",
        case.main,
    )


def deleted_not_committed(case: Case) -> Finding:
    """The deletion waited until the session closed."""
    if _uncommitted(case) and case.endpoint == DELETE and case.main.listed("deleted"):
        return (
            "The row is still there: `session.delete` was called, `session.commit` was not.",
            case.main,
        )
    return None


def nothing_deleted(case: Case) -> Finding:
    """The session was not asked to delete."""
    asked = case.main.listed("deleted")
    if is_missing(case) and case.endpoint == DELETE and case.main.status < 400 and not asked:
        return "The row is still there: the session was not asked to delete it.", case.main
    return None


def _uncommitted(case: Case) -> bool:
    return is_missing(case) and not case.main.seen.commits


def is_missing(case: Case) -> bool:
    """Tell whether the change is missing, although the endpoint ran to its end."""
    # An error ends the endpoint before its last lines: it is the cause then, unless it comes from
    # there being no row.
    main = case.main
    stopped = main.failed is not None or main.trace.error is not None
    if main.error_name in FOLLOW or main.flush_failed:
        stopped = main.flush_failed
    return case.endpoint in WRITING and not case.has_written and not stopped
