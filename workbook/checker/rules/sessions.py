"""Where the session comes from, how long it lives, and whether another one is in its way."""

from workbook.checker.evidence.case import Case, Finding
from workbook.checker.evidence.tricks import GIVES_UP


def another_engine(case: Case) -> Finding:
    """SQL goes through an engine of the endpoint's own."""
    for probe in case.probes.values():
        if any(engine is not case.engine for engine in probe.seen.engines):
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
    if any(session in case.main.seen.connected for session in again.seen.connected):
        return (
            "Two requests used the same session. Each needs its own, from `SessionDep`: otherwise "
            "the objects, errors and transactions of one request reach the other.",
            again,
        )
    return None


def waits_for_itself(case: Case) -> Finding:
    """One session waits for a lock that another one of the same request holds."""
    seen = case.main.seen
    if not seen.is_locked or not seen.holder:
        return None
    return (
        f"The database was locked: {seen.holder} had been sent through one session, whose "
        "transaction is still open, and another one of the same request waited in vain until it "
        f"would end. Use one session in a request. {GIVES_UP}",
        case.main,
    )


def used_after_close(case: Case) -> Finding:
    """A closed session is used, and not closed again."""
    for probe in case.probes.values():
        if probe.seen.begun_anew:
            return (
                "The session was used after it had been closed: then it begins anew, and nobody "
                "closes it a second time. So it is with `next(get_session())`, whose `with` block "
                "ends at once, for nobody keeps the generator. `SessionDep` keeps it until the "
                "request is over.",
                probe,
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
