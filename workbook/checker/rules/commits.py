"""Which session commits, when, how often, and whether the client is told if it cannot."""

from sqlalchemy.exc import DBAPIError

from workbook.checker.evidence.case import Case, Finding
from workbook.checker.evidence.tricks import REFUSES
from workbook.checker.problems import problem_of
from workbook.checker.rules.storing import is_missing


def committed_another_session(case: Case) -> Finding:
    """The session that commits is not the one that the object belongs to."""
    if is_missing(case) and case.main.seen.passed_over:
        return (
            "There were two sessions: the object belongs to one, and `session.commit()` ran on the "
            "other. A commit stores only what its own session looks after. Use one session in a "
            "request: two functions that both ask for `SessionDep` get the same.",
            case.main,
        )
    return None


def committed_after_the_answer(case: Case) -> Finding:
    """The client has its answer before the change is committed."""
    for probe in case.probes.values():
        if probe.commits_after_answer:
            return (
                f"The client had its {probe.status} before COMMIT was sent: a request that "
                "follows at once may not see the change, and if the commit fails, nobody is told. "
                "What comes after `yield` in a dependency runs after the answer, and so does a "
                "background task. Commit in the endpoint; or write `Depends(..., "
                'scope="function")`, with which FastAPI ends the dependency before it answers.',
                probe,
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
    error = probe.trace.error
    if probe.status < 400:
        why = "caught" if error is None else "raised when the client had its answer"
        return (
            f"The database refused the change, yet the answer was {probe.status}: the error was "
            f"{why}, and nobody was told. {REFUSES}",
            probe,
        )
    if error is not None and not isinstance(error, DBAPIError):
        return (
            "The database refused the change. That error was caught, and what came next failed: "
            f"{problem_of(error, case.path)}. After a failed flush the session needs "
            f"`session.rollback()`, and the client needs an error. {REFUSES}",
            probe,
        )
    return None
