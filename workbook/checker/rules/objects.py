"""What a session is asked to do with an object that it cannot do: read, refresh, keep it."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.exc import UnmappedInstanceError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, Case, Finding
from workbook.checker.problems import problem_of

NOT_PERSISTENT, GONE = "not-persistent", ("not-persistent", "row-is-gone")  # as errors are known


def two_classes_for_one_table(case: Case) -> Finding:
    """The table class is written a second time."""
    for probe in case.probes.values():
        for kind in probe.seen.classes:
            mapper: Mapper[Any] = inspect(kind)
            others = [m for m in mapper.registry.mappers if m.local_table is mapper.local_table]
            if any(not m.isa(mapper) and not mapper.isa(m) for m in others):
                return (
                    f"There are two classes for the table `{mapper.local_table}`, and a session "
                    "takes their objects for different things. `extend_existing` hides that, and "
                    "replaces the columns of the first class. Keep one class, and import it: "
                    "`from after_session.models import Expense`.",
                    probe,
                )
    return None


def read_after_close(case: Case) -> Finding:
    """An object is used after its session has closed."""
    main = case.main
    lost = main.error_name == NOT_PERSISTENT and "detached" in main.states()
    if not lost and "DetachedInstanceError" not in _described(main.trace.error):
        return None
    when = "after its session had closed" if main.seen.closed else "when no session looked after it"
    return (
        f"The object was used {when}: it is detached, and the values that the commit expired can "
        "no longer be loaded.",
        main,
    )


def refreshed_before_commit(case: Case) -> Finding:
    """Refresh comes when there is no row yet, or when the row still has its old values."""
    main = case.main
    if main.flush_failed or case.has_written or main.seen.passed_over:
        return None
    if case.endpoint == CREATE and main.error_name == NOT_PERSISTENT and main.listed("new"):
        return (
            "`session.refresh` ran without a `session.commit()` before it: the object is pending, "
            "so there is no row to read yet, and the error ends the request.",
            main,
        )
    if case.endpoint == UPDATE and main.listed("changed") and "commit" in main.parts:
        lost = "The change was lost before `session.commit`: "
        if main.seen.reads_back:
            return f"{lost}`session.refresh` read the old values back into the object.", main
        if main.seen.lets_go:
            return f"{lost}the session no longer looked after the object.", main
        return f"{lost}something took it back, such as `session.expire`.", main
    return None


def refreshed_what_is_gone(case: Case) -> Finding:
    """An object is read after its row was deleted."""
    if case.endpoint == DELETE and case.has_written and case.main.error_name in GONE:
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
            f"{problem_of(error, case.path).in_full}",
            case.main,
        )
    return None


def _described(error: BaseException | None) -> str:
    return f"{type(error).__name__} {error}"
