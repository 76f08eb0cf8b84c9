"""What is in the table when the request is over, and why it is not what was asked for."""

from sqlalchemy.exc import IntegrityError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, WRITING, Case, Finding, row
from workbook.checker.evidence.probe import CAKE
from workbook.checker.evidence.table import COLUMNS, ROWS

UNDONE = "when the session closed, all of it was undone"


def body_not_validated(case: Case) -> Finding:
    """What is out of bounds is stored."""
    probe = case.probes.get("invalid")
    if probe and probe.status < 400:
        return (
            "An amount of -1 was accepted: nothing checks the body. A table class as the "
            "parameter validates nothing; `ExpenseCreate` does.",
            probe,
        )
    return None


def id_from_client(case: Case) -> Finding:
    """The client chooses the id."""
    probe = case.probes.get("with_id")
    if probe and any(each[0] == 9 for each in probe.after):
        return "The client sent an id of 9, and the row got it: the database gives ids.", probe
    return None


def id_not_from_database(case: Case) -> Finding:
    """The INSERT names an id."""
    if case.endpoint == CREATE and any(
        statement.startswith("INSERT INTO expense (id") for statement in case.main.found.sql()
    ):
        return (
            "The INSERT names the id, so Python has chosen it: two requests can choose the same, "
            "and the id of a deleted expense comes back. Leave the id out.",
            case.main,
        )
    return None


def rolled_back(case: Case) -> Finding:
    """A line of the endpoint undoes the change."""
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
    """The session was never told of the object."""
    if _is_missing(case) and case.endpoint == CREATE and "transient" in case.main.states():
        return (
            "The object was made, but `session.add` was not called: the session does not know it, "
            "so nothing was stored.",
            case.main,
        )
    return None


def added_a_new_object(case: Case) -> Finding:
    """An update that inserts."""
    if case.endpoint == UPDATE and "INSERT" in case.main.words:
        refused = isinstance(case.main.found.error, IntegrityError)
        end = "The database refused it: there is a row with this id. " if refused else ""
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
            "Nothing was stored: no object of the session was changed. A copy, a dict or another "
            "object may have been; the session looks after the one that `session.get` returns.",
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


def field_lost(case: Case) -> Finding:
    """A new row is not what was sent."""
    new = [each for each in case.main.after if each not in case.main.before]
    if case.endpoint != CREATE or len(new) != 1:
        return None
    stored = dict(zip(COLUMNS, new[0], strict=True))
    lost = [name for name, value in CAKE.items() if stored[name] != value]
    if lost:
        return (
            f"What was stored is not what was sent: {lost[0]} is {stored[lost[0]]!r}, and should "
            f"be {CAKE[lost[0]]!r}.",
            case.main,
        )
    return None


def changed_too_much(case: Case) -> Finding:
    """More was changed or deleted than was asked for."""
    main, asked = case.main, 4
    if case.endpoint not in (UPDATE, DELETE):
        return None
    lost = [each[0] for each in ROWS if each[0] != asked and each not in main.after]
    if lost:
        what = "deleted" if case.endpoint == DELETE else "changed"
        ids = " and ".join(map(str, lost))
        return f"Id {asked} was asked for, and the ids {ids} were {what}, too.", main
    old, new = row(main.before, asked), row(main.after, asked)
    if not new or case.endpoint == DELETE:
        return None
    names = [n for n, a, b in zip(COLUMNS, old, new, strict=True) if a != b and n != "amount"]
    error = main.found.error
    if not names and not (isinstance(error, IntegrityError) and "NOT NULL" in str(error)):
        return None
    what = f"{', '.join(names)} changed as well" if names else "the UPDATE sets others to NULL"
    return (
        f"Only amount was sent, yet {what}: a field that was not sent has a default, and the "
        "default was written. `exclude_unset=True` leaves it out.",
        main,
    )


def nulls_left_out(case: Case) -> Finding:
    """A null that was sent is not written."""
    probe = case.probes.get("null")
    if probe and probe.status == 200 and row(probe.after, 1) == row(ROWS, 1):
        return (
            'The client sent {"date": null} to clear the date, and the date is still there: '
            "leave out what was not sent, not what is null.",
            probe,
        )
    return None


def _is_missing(case: Case) -> bool:
    """Whether the change is not in the table, though the endpoint ran and nothing was refused."""
    # A NameError and its like end the endpoint before its last lines: they are the cause then.
    error = case.main.found.error
    broke_off = error is not None and type(error).__module__ == "builtins"
    stopped = broke_off or case.main.flush_failed
    return case.endpoint in WRITING and not case.has_written and not stopped
