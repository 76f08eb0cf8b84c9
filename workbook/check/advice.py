"""What works and could be better: each function says it in a sentence, or returns None."""

from workbook.check.case import Case
from workbook.check.faults import LIST, SUMMARY, Found


def filtered_in_python(case: Case) -> Found:
    """Rows travel that nobody asked for."""
    probe = case.probes.get("one_category")
    if case.endpoint == LIST and probe and probe.status == 200:
        selects = [s for s in probe.found.sql() if s.startswith("SELECT")]
        if selects and not any("WHERE" in each for each in selects):
            return (
                "The answer is right, but all rows travelled for it: the SELECT has no WHERE, and "
                "Python chose among them. With `statement.where(...)` the database chooses.",
                probe,
            )
    return None


def added_up_in_python(case: Case) -> Found:
    """Rows travel to be added."""
    selects = _selects(case)
    if len(selects) == 1 and "GROUP BY" not in selects[0]:
        return (
            "The totals come from Python: all rows travelled for them. With `func.sum` and "
            "`group_by` the database adds, and one row a category travels.",
            case.main,
        )
    return None


def many_queries(case: Case) -> Found:
    """One query a category."""
    selects = _selects(case)
    if len(selects) > 1:
        return (
            f"The totals took {len(selects)} queries. One is enough: `group_by` gives a row for "
            "each category.",
            case.main,
        )
    return None


def _selects(case: Case) -> list[str]:
    if case.endpoint != SUMMARY:
        return []
    return [statement for statement in case.main.found.sql() if statement.startswith("SELECT")]
