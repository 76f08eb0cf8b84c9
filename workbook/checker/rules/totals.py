"""The totals of the summary."""

from workbook.checker.evidence.case import SUMMARY, Case, Finding

RIGHT = {"entertainment": 2.8, "transport": 6.67}
ROUNDED_FIRST = 6.66


def not_grouped(case: Case) -> Finding:
    """One total for all categories."""
    added = [statement for statement in case.main.selects if "sum(" in statement]
    divided = any("GROUP BY" in statement or "WHERE" in statement for statement in added)
    if case.endpoint == SUMMARY and added and not divided:
        return (
            "The SELECT adds up all rows: without GROUP BY there is one total, and not one for "
            "each category.",
            case.main,
        )
    return None


def categories_unordered(case: Case) -> Finding:
    """The categories come in another order than the alphabet's."""
    found = list(totals(case))
    if found == sorted(found):
        return None
    came = f"The categories came in the order {', '.join(found)}, and should come in the alphabet's"
    if any("ORDER BY" in each for each in case.main.selects):
        return f"{came}: the order that was asked for is another.", case.main
    if any("GROUP BY" in each for each in case.main.selects):
        return f"{came}: without ORDER BY a database promises no order.", case.main
    return (
        f"{came}: a dict keeps the order in which they were put in. Sort them, or let the "
        "database do it all, with `group_by` and `order_by`.",
        case.main,
    )


def empty_categories(case: Case) -> Finding:
    """Categories that have no expenses."""
    more = sorted(set(totals(case)) - set(RIGHT))
    if more:
        return f"The answer has categories without expenses: {', '.join(more)}.", case.main
    return None


def rounded_too_early(case: Case) -> Finding:
    """The sum of rounded amounts."""
    if totals(case).get("transport") == ROUNDED_FIRST:
        return (
            "3.333 and 3.333 are 6.67, rounded at the end. The answer was 6.66: each amount was "
            "rounded before they were added.",
            case.main,
        )
    return None


def not_rounded(case: Case) -> Finding:
    """More than two decimals."""
    for category, total in totals(case).items():
        if isinstance(total, float) and round(total, 2) != total:
            return f"A total is not rounded to 2 decimals: {category} is {total}.", case.main
    return None


def totals(case: Case) -> dict:
    """Return the answer of the summary; nothing if there is none."""
    if case.endpoint != SUMMARY or case.main.status != 200:
        return {}
    answer = case.main.found.response.json()
    return answer if isinstance(answer, dict) else {}
