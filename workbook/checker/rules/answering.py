"""What the client gets."""

import re

from fastapi import HTTPException
from fastapi.exceptions import ResponseValidationError
from sqlalchemy.exc import NoResultFound

from workbook.checker.evidence.case import ASKED, CREATE, GET, LIST, SUMMARY, UPDATE, Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.problems import problem_of
from workbook.checker.reading import decorator
from workbook.xray.observe.values import said, short

PYTHON_SUM = re.compile(r"(?<![.\w])sum\(")


def no_such_route(case: Case) -> Finding:
    """Nobody answers the request, or its signature asks for something else."""
    method, path, _ = case.main.request
    text = case.main.found.response.text if case.main.status else ""
    if case.main.status == 405 or text == '{"detail":"Not Found"}':
        right = decorator(case.endpoint)
        return f"Nothing answers {method} {path}: the right decorator is `{right}`.", case.main
    if case.main.status == 422:
        return (
            f"{method} {path} is refused with 422, though all is right with it: the function takes "
            f"something that the request does not have. {text}",
            case.main,
        )
    return None


def expired_answer(case: Case) -> Finding:
    """An object that was expired is turned into a dict."""
    is_empty = case.main.status and case.main.found.response.text == "{}"
    if case.endpoint in (CREATE, UPDATE) and is_empty:
        return (
            "The answer is `{}`: commit expired the object, and its empty dict was sent. "
            "`session.refresh` loads it again; so does an `ExpensePublic` as the answer's model.",
            case.main,
        )
    return None


def nothing_returned(case: Case) -> Finding:
    """None where an answer is needed."""
    error = _wrong_answer(case.main)
    if error and error["input"] is None and error["loc"] == ("response",):
        return "The function returned None: a `return` is missing.", case.main
    return None


def wrong_answer(case: Case) -> Finding:
    """What is returned does not fit the answer's model."""
    error = _wrong_answer(case.main)
    if error:
        where = ".".join(map(str, error["loc"][1:]))
        place = f"in {where}, " if where else ""
        what = f"{place}{said(ValueError(error['msg']))}; it was {short(error['input'])}"
        return f"What was returned is no right answer: {what}.", case.main
    return None


def raised(case: Case) -> Finding:
    """The main request ends with an error."""
    error = case.main.found.error
    if error is not None:
        problem = problem_of(error, case.path)
        # Python's own `sum` begins to walk through the column, and SQLAlchemy cannot let it.
        is_sum = isinstance(error, NotImplementedError) and PYTHON_SUM.search(problem.text)
        instead = " To let the database add up, write `func.sum`." if is_sum else ""
        return f"An error was raised: {problem}.{instead}", case.main
    return None


def raised_elsewhere(case: Case) -> Finding:
    """Another request ends with an error."""
    for name, probe in case.probes.items():
        if probe.found.error is not None and name != "refused":
            method, path, body = probe.request
            sent = f"{method} {path}{f' with {body}' if body else ''}"
            return f"{sent} raised an error: {problem_of(probe.found.error, case.path)}.", probe
    return None


def not_found_is_no_404(case: Case) -> Finding:
    """There is no row, and the answer is not 404."""
    probe = case.probes.get("missing")
    if probe is None or probe.status == 404 or probe.answers_an_expense:
        return None
    error, wrong = probe.found.error, _wrong_answer(probe)
    why = ""
    if wrong and isinstance(wrong["input"], HTTPException):
        why = ", because the HTTPException was returned: it has to be raised"
    elif wrong:
        why = ", because the endpoint returned `None`, and `None` is no expense"
    elif isinstance(error, NoResultFound):
        why = ", because `one()` raises NoResultFound"
    elif error is not None:
        why = f" ({problem_of(error, case.path)})"
    return (
        f"There is no expense 3, and the answer should be 404. It was {probe.status}{why}.",
        probe,
    )


def position_for_id(case: Case) -> Finding:
    """The answer has another id than was asked for."""
    for name, asked in (("main", 4), ("missing", 3)):
        probe = case.probes.get(name)
        if case.endpoint == GET and probe and probe.answers_an_expense:
            found = probe.found.response.json()["id"]
            if found != asked:
                return (
                    f"Id {asked} was asked for, and the expense with id {found} came back: "
                    "a place in a list is no id.",
                    probe,
                )
    return None


def answer_from_memory(case: Case) -> Finding:
    """A second request does not ask the database."""
    again = case.probes.get("again")
    reads = case.endpoint in (GET, LIST, SUMMARY)
    if reads and again and again.status == 200 and case.main.words and not again.words:
        return (
            "The second request sent no SQL: it was answered from what the first had read, and "
            "does not see what has changed since.",
            again,
        )
    return None


def filtered_without_category(case: Case) -> Finding:
    """Rows are missing from the whole list."""
    if case.endpoint == LIST and len(case.main.ids) < 3 and case.main.status == 200:
        return (
            f"There are 3 expenses, no category was asked for, and {len(case.main.ids)} came back.",
            case.main,
        )
    return None


def category_ignored(case: Case) -> Finding:
    """All rows for one category."""
    probe = case.probes.get("one_category")
    if probe and probe.status == 200:
        found = {each["category"] for each in probe.found.response.json()}
        if found - {ASKED}:
            came = f"`category={ASKED}` was asked for, and {' and '.join(sorted(found))} came."
            if any("WHERE" in each for each in probe.selects):
                return came, probe
            return (
                f"{came} The SELECT has no WHERE. `statement.where(...)` changes no statement: it "
                "gives a new one, `statement = statement.where(...)`.",
                probe,
            )
    return None


def no_order_by(case: Case) -> Finding:
    """Rows come in any order."""
    if case.endpoint != LIST or sorted(case.main.ids) == case.main.ids:
        return None
    shown = ", ".join(map(str, case.main.ids))
    if any("ORDER BY" in statement for statement in case.main.found.sql()):
        return f"The rows came in the order {shown}: that is not the order asked for.", case.main
    return (
        f"The rows came in the order {shown}: without ORDER BY a database promises no order.",
        case.main,
    )


def _wrong_answer(probe: Probe) -> dict | None:
    error = probe.found.error
    return error.errors()[0] if isinstance(error, ResponseValidationError) else None
