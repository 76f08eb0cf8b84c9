"""The totals of the summary."""

from workbook.checker.evidence.case import SUMMARY, Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.evidence.table import HALF_A_CENT_IN
from workbook.checker.evidence.tricks import BACKWARDS_GROUPS

RIGHT = {"entertainment": 2.8, "transport": 6.67}
ROUNDED_FIRST = 6.66


def not_grouped(case: Case) -> Finding:
    """There is one total for all categories."""
    added = [statement for statement in case.main.selects if "sum(" in statement]
    divided = any("GROUP BY" in statement or "WHERE" in statement for statement in added)
    if case.endpoint == SUMMARY and added and not divided:
        return (
            "The SELECT adds up all rows: without GROUP BY there is one total, not one for each "
            "category.",
            case.main,
        )
    return None


def categories_unordered(case: Case) -> Finding:
    """The categories are not in alphabetical order."""
    categories = list(_totals(case))
    if categories == sorted(categories):
        return None
    came = (
        f"The categories came in the order {', '.join(categories)}; they should be in alphabetical "
        "order"
    )
    if any("ORDER BY" in each for each in case.main.selects):
        return f"{came}: the ORDER BY asks for a different one.", case.main
    if any("GROUP BY" in each for each in case.main.selects):
        return (
            f"{came}: without ORDER BY a database promises no order. {BACKWARDS_GROUPS}",
            case.main,
        )
    return (
        f"{came}: a dict keeps the order in which they were put in. Sort them, or let the "
        "database do it all with `group_by` and `order_by`.",
        case.main,
    )


def empty_categories(case: Case) -> Finding:
    """The answer has categories without expenses."""
    more = sorted(set(_totals(case)) - set(RIGHT))
    if more:
        return f"The answer has categories without expenses: {', '.join(more)}.", case.main
    return None


def rounded_too_early(case: Case) -> Finding:
    """The amounts are rounded before they are added."""
    if _totals(case).get("transport") == ROUNDED_FIRST:
        return (
            "3.333 and 3.333 add up to 6.67 when rounded at the end. The answer was 6.66: each "
            "amount was rounded before it was added.",
            case.main,
        )
    return None


def not_rounded(case: Case) -> Finding:
    """A total has more than two decimals."""
    for category, total in _totals(case).items():
        if isinstance(total, float) and round(total, 2) != total:
            return f"A total is not rounded to 2 decimals: {category} is {total}.", case.main
    return None


def rounded_to_cents_at_once(case: Case) -> Finding:
    """A total at half a cent is rounded by what adding floats has left over."""
    probe = case.probes.get("half_a_cent")
    if probe and _answer(probe).get(HALF_A_CENT_IN) == 842567382.56:
        return (
            "The amounts 251922357.188, 301801350.452 and 288843674.915 add up to 842567382.555, "
            "half a cent; as floats they add up to 842567382.5550001, and 842567382.56 was "
            "answered. So a total would depend on what adding floats leaves over, and on the "
            "order of adding. `to_cents` rounds to 6 decimals first, and gives 842567382.55.",
            probe,
        )
    return None


def _totals(case: Case) -> dict:
    """Return the answer of the summary; an empty dict if there is none."""
    return _answer(case.main) if case.endpoint == SUMMARY else {}


def _answer(probe: Probe) -> dict:
    return probe.answer if isinstance(probe.answer, dict) else {}
