"""Where the session comes from, how long it lives, and what it is asked to do."""

from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm.exc import UnmappedInstanceError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, Case, Finding
from workbook.checker.problems import problem_of


def another_engine(case: Case) -> Finding:
    """SQL goes through an engine of the endpoint's own."""
    for probe in case.probes.values():
        if any(engine is not case.engine for engine in probe.engines):
            return (
                "The SQL went through a different engine from the one in "
                "`after_session/database.py`. An engine holds the pool of connections: an app "
                "makes one, when it starts.",
                probe,
            )
    return None


def one_session_for_all_requests(case: Case) -> Finding:
    """Two requests used one session."""
    if "again" not in case.probes:
        return None
    again = case.probes["again"]
    if any(session in case.main.sessions for session in again.sessions):
        return (
            "Two requests used the same session. Each needs its own, from `SessionDep`: otherwise "
            "the objects, errors and transactions of one request reach the other.",
            again,
        )
    return None


def session_not_closed(case: Case) -> Finding:
    """A connection stays in use."""
    for probe in case.probes.values():
        if probe.open:
            return (
                "When the request was over, its connection was still in use: a session was opened "
                "and never closed. `SessionDep` gives each request a session, and closes it.",
                probe,
            )
    return None


def read_after_close(case: Case) -> Finding:
    """An object is used after its session has closed."""
    error = case.main.trace.error
    lost = isinstance(error, InvalidRequestError) and "detached" in case.main.states()
    if lost or "DetachedInstanceError" in f"{type(error).__name__} {error}":
        return (
            "The object was used after its session had closed: it is detached, and the "
            "values that the commit expired can no longer be loaded.",
            case.main,
        )
    return None


def refreshed_before_commit(case: Case) -> Finding:
    """Refresh comes when there is no row yet, or when the row still has its old values."""
    main = case.main
    if main.flush_failed or case.has_written:
        return None
    if (
        case.endpoint == CREATE
        and isinstance(main.trace.error, InvalidRequestError)
        and main.listed("new")
    ):
        return (
            "`session.refresh` ran without a `session.commit()` before it: the object is pending, "
            "so there is no row to read yet, and the error ends the request.",
            main,
        )
    if case.endpoint == UPDATE and main.listed("changed") and "commit" in main.parts:
        return (
            "The change was lost before `session.commit`: something, such as `session.refresh`, "
            "read the old values back into the object.",
            main,
        )
    return None


def refreshed_what_is_gone(case: Case) -> Finding:
    """An object is read after its row was deleted."""
    error = case.main.trace.error
    if case.endpoint == DELETE and case.has_written and isinstance(error, InvalidRequestError):
        return (
            f"The row was deleted, and then the object was read again: the row is gone, so the "
            f"answer was {case.main.status}. After a delete there is nothing to refresh.",
            case.main,
        )
    return None


def no_table_object(case: Case) -> Finding:
    """The session is given something that it cannot store."""
    error = case.main.trace.error
    if isinstance(error, UnmappedInstanceError):
        return (
            "The session was given something that is not an object of a table class: "
            f"{problem_of(error, case.path)}. It looks after objects of classes such as `Expense`.",
            case.main,
        )
    return None


def more_than_one_commit(case: Case) -> Finding:
    """One request is several transactions."""
    for probe in case.probes.values():
        commits = probe.words.count("COMMIT")
        if commits > 1:
            return (
                f"One request committed {commits} times. If it fails halfway, only part of "
                "the change is stored: change everything, then commit once.",
                probe,
            )
    return None


def error_swallowed(case: Case) -> Finding:
    """The database refuses a change, and the client is not told, or is told something else."""
    probe = case.probes.get("refused")
    if probe is None or not probe.flush_failed:
        return None
    if probe.status < 400:
        return (
            f"The database refused the change, yet the answer was {probe.status}: the error was "
            "caught, and nobody was told.",
            probe,
        )
    error = probe.trace.error
    if error is not None and not isinstance(error, DBAPIError):
        return (
            "The database refused the change. That error was caught, and what came next failed: "
            f"{problem_of(error, case.path)}. After a failed flush the session needs "
            "`session.rollback()`, and the client needs an error.",
            probe,
        )
    return None
