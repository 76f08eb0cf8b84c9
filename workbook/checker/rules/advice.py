"""What gives the right answers, but could be done better."""

from workbook.checker.evidence.case import GET, LIST, SUMMARY, Case, Finding
from workbook.checker.evidence.probe import Probe


def filtered_in_python(case: Case) -> Finding:
    """All rows are read for one category."""
    probe = case.probes.get("one_category")
    if case.endpoint == LIST and probe and _has_no_where(probe):
        return (
            "All rows came to Python for one category: the SELECT has no WHERE, and Python chose "
            "among them. With `statement.where(...)` the database chooses.",
            probe,
        )
    return None


def looked_for_in_python(case: Case) -> Finding:
    """All rows are read for one expense."""
    if case.endpoint == GET and _has_no_where(case.main):
        return (
            "All rows came to Python for one expense: the SELECT has no WHERE. `session.get` asks "
            "for just that row.",
            case.main,
        )
    return None


def added_up_in_python(case: Case) -> Finding:
    """All rows are read to be added up in Python."""
    selects = case.main.selects
    if case.endpoint == SUMMARY and len(selects) == 1 and "GROUP BY" not in selects[0]:
        return (
            "Python added up the totals, so all rows came to Python. With `func.sum` and "
            "`group_by` the database adds them up, and one row for each category comes.",
            case.main,
        )
    return None


def many_queries(case: Case) -> Finding:
    """There are several queries where one is enough."""
    number = len(case.main.selects)
    if case.endpoint in (LIST, SUMMARY) and number > 1:
        return f"The answer took {number} queries; one would be enough.", case.main
    return None


def commit_without_change(case: Case) -> Finding:
    """A second commit has nothing to do, and expires the object again."""
    number = case.main.parts.count("commit")
    if number > 1:
        return (
            f"`commit` ran {number} times, but only one had something to commit. Each commit "
            "expires the object.",
            case.main,
        )
    return None


def blocks_the_event_loop(case: Case) -> Finding:
    """An `async def` function waits for the database."""
    if case.main.seen.in_event_loop:
        return (
            "The SQL ran in the event loop: while an `async def` function waits for the database, "
            "no other request is served. FastAPI runs a `def` function in a thread of its own.",
            case.main,
        )
    return None


def _has_no_where(probe: Probe) -> bool:
    return bool(probe.selects) and not any("WHERE" in each for each in probe.selects)
