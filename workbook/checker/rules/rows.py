"""Which rows come back, and in which order."""

from workbook.checker.evidence.case import ASKED, GET, LIST, SUMMARY, Case, Finding


def position_for_id(case: Case) -> Finding:
    """The answer has a different id from the one that was asked for."""
    for name, asked in (("main", 4), ("missing", 3)):
        probe = case.probes.get(name)
        if case.endpoint == GET and probe and probe.answers_an_expense:
            answered = probe.trace.response.json()["id"]
            if answered != asked:
                return (
                    f"The request was for id {asked}, but the expense with id {answered} came "
                    "back: a position in a list is not an id.",
                    probe,
                )
    return None


def answer_from_memory(case: Case) -> Finding:
    """A second request does not ask the database."""
    again = case.probes.get("again")
    reads = case.endpoint in (GET, LIST, SUMMARY)
    if reads and again and again.status == 200 and case.main.words and not again.words:
        return (
            "The second request sent no SQL: it was answered from what the first had read, so it "
            "misses whatever has changed since.",
            again,
        )
    return None


def filtered_without_category(case: Case) -> Finding:
    """Rows are missing, although no category was asked for."""
    if case.endpoint == LIST and len(case.main.ids) < 3 and case.main.status == 200:
        return (
            f"There are 3 expenses, no category was asked for, yet {len(case.main.ids)} came back.",
            case.main,
        )
    return None


def category_ignored(case: Case) -> Finding:
    """The answer has rows of other categories too."""
    probe = case.probes.get("one_category")
    if probe and probe.status == 200:
        categories = {each["category"] for each in probe.trace.response.json()}
        if categories - {ASKED}:
            came = (
                f"`category={ASKED}` was asked for; {' and '.join(sorted(categories))} came back."
            )
            if any("WHERE" in each for each in probe.selects):
                return came, probe
            return (
                f"{came} The SELECT has no WHERE. `statement.where(...)` does not change the "
                "statement, it returns a new one: `statement = statement.where(...)`.",
                probe,
            )
    return None


def no_order_by(case: Case) -> Finding:
    """The rows are not in the order of their ids."""
    if case.endpoint != LIST or sorted(case.main.ids) == case.main.ids:
        return None
    shown = ", ".join(map(str, case.main.ids))
    if any("ORDER BY" in statement for statement in case.main.trace.sql()):
        return (
            f"The rows came in the order {shown}: they should be in the order of their ids.",
            case.main,
        )
    return (
        f"The rows came in the order {shown}: without ORDER BY a database promises no order.",
        case.main,
    )
