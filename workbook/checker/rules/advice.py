"""What gives the right answers, and could be better."""

from workbook.checker.evidence.case import GET, LIST, SUMMARY, Case, Finding
from workbook.checker.evidence.probe import Probe


def filtered_in_python(case: Case) -> Finding:
    """Rows travel that nobody asked for."""
    probe = case.probes.get("one_category")
    if case.endpoint == LIST and probe and _has_no_where(probe):
        return (
            "All rows travelled for one category: the SELECT has no WHERE, and Python chose "
            "among them. With `statement.where(...)` the database chooses.",
            probe,
        )
    return None


def looked_for_in_python(case: Case) -> Finding:
    """All rows travel for one."""
    if case.endpoint == GET and _has_no_where(case.main):
        return (
            "All rows travelled for one expense: the SELECT has no WHERE. `session.get` asks "
            "for the one row.",
            case.main,
        )
    return None


def added_up_in_python(case: Case) -> Finding:
    """Rows travel to be added."""
    selects = case.main.selects
    if case.endpoint == SUMMARY and len(selects) == 1 and "GROUP BY" not in selects[0]:
        return (
            "The totals come from Python: all rows travelled for them. With `func.sum` and "
            "`group_by` the database adds, and one row a category travels.",
            case.main,
        )
    return None


def many_queries(case: Case) -> Finding:
    """More queries, the more there is."""
    number = len(case.main.selects)
    if case.endpoint in (LIST, SUMMARY) and number > 1:
        return f"The answer took {number} queries, and one can give it all.", case.main
    return None


def commit_without_change(case: Case) -> Finding:
    """A second commit has nothing to do, and makes the object forget its values again."""
    number = case.main.parts.count("commit")
    if number > 1:
        return (
            f"`commit` ran {number} times, and only one had something to commit. Each makes the "
            "object forget its values.",
            case.main,
        )
    return None


def blocks_the_event_loop(case: Case) -> Finding:
    """An `async def` function waits for the database."""
    if case.main.in_event_loop:
        return (
            "The SQL ran in the event loop: while an `async def` function waits for the database, "
            "no other request is served. FastAPI runs a `def` function in a thread of its own.",
            case.main,
        )
    return None


def _has_no_where(probe: Probe) -> bool:
    return bool(probe.selects) and not any("WHERE" in each for each in probe.selects)
