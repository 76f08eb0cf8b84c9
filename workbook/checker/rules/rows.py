"""Which rows come back, and in which order."""

import re

from workbook.checker.evidence.case import ASKED, GET, LIST, SUMMARY, UPDATE, Case, Finding
from workbook.checker.evidence.tricks import BACKWARDS, backwards
from workbook.checker.problems import problem_at, problem_of

NEVER = re.compile(r"\b0 = 1\b|\bWHERE false\b")  # what SQLAlchemy makes of False in a WHERE
OF_PYTHON = (
    "`and`, `or`, `not`, `in` and `is` are Python's own; for columns write `&`, `|`, `~`, `.in_()` "
    "or `.is_()`. A filter that may be missing is an `if` of its own: `if category is not None: "
    "statement = statement.where(...)`."
)


def decided_by_python(case: Case) -> Finding:
    """A condition was True or False before the database saw it."""
    for probe in case.probes.values():
        lines = [line for file, line in probe.seen.decided if file == str(case.path)]
        if lines:
            what = "A condition was decided by Python, before the database saw a row"
            return f"{problem_at(what, case.path, lines[0])}. {OF_PYTHON}", probe
        if any(NEVER.search(statement) for statement in probe.selects):
            return (
                "The WHERE that was sent is `0 = 1`, which no row fulfils: Python had decided it "
                f"already. {OF_PYTHON}",
                probe,
            )
    return None


def cut_off(case: Case) -> Finding:
    """A list, or what a total is made of, has a limit."""
    main = case.main
    limited = [statement for statement in main.selects if " LIMIT " in f"{statement} "]
    if case.endpoint in (LIST, SUMMARY) and limited and len(main.selects) == 1:
        return (
            "The SELECT has a LIMIT: once there are more rows than that, some are missing from the "
            "answer, and nobody notices.",
            main,
        )
    return None


def position_for_id(case: Case) -> Finding:
    """The answer has a different id from the one that was asked for."""
    for name, asked in (("main", 4), ("missing", 3)):
        probe = case.probes.get(name)
        if case.endpoint in (GET, UPDATE) and probe and probe.answers_an_expense:
            answered = probe.answer["id"]
            if answered != asked:
                came = (
                    f"{probe.sent} was for the expense {asked}, but the one with id {answered} "
                    "came back: a position in a list is not an id."
                )
                error = case.main.trace.error
                if isinstance(error, IndexError):  # this is what comes first
                    problem = problem_of(error, case.path)
                    failed = f"{case.main.sent} raised {problem}, and"
                    return f"{failed} {came}{backwards(probe)}", case.main
                return f"{came}{backwards(probe)}", probe
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
    is_list = case.endpoint == LIST and isinstance(case.main.answer, list)
    if not is_list or len(case.main.ids) >= 3:
        return None
    came = f"There are 3 expenses, no category was asked for, yet {len(case.main.ids)} came back."
    if any("IS NULL" in statement for statement in case.main.selects):
        came += (
            " The category was None, and the WHERE asks for rows without one: add it only "
            "`if category is not None`."
        )
    return came, case.main


def category_ignored(case: Case) -> Finding:
    """The answer has rows of other categories too."""
    probe = case.probes.get("one_category")
    if probe:
        categories = {str(each.get("category")) for each in probe.expenses}
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
        f"The rows came in the order {shown}: without ORDER BY a database promises no order. "
        f"{BACKWARDS}",
        case.main,
    )
