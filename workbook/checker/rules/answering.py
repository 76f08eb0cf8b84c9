"""What the client gets."""

import re

from fastapi import HTTPException
from fastapi.exceptions import ResponseValidationError
from sqlalchemy.exc import NoResultFound

from workbook.checker.evidence.case import CREATE, UPDATE, Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.problems import problem_of
from workbook.checker.reading import decorator
from workbook.xray.observe.values import said, short

PYTHON_SUM = re.compile(r"(?<![.\w])sum\(")


def no_such_route(case: Case) -> Finding:
    """Nothing answers the request, or the function expects something else."""
    method, path, _ = case.main.request
    text = case.main.trace.response.text if case.main.status else ""
    if case.main.status == 405 or text == '{"detail":"Not Found"}':
        right = decorator(case.endpoint)
        return f"Nothing answers {method} {path}: the right decorator is `{right}`.", case.main
    if case.main.status == 422:
        return (
            f"{method} {path} was refused with 422, although the request is right: the function "
            f"expects something that the request does not have. {text}",
            case.main,
        )
    return None


def expired_answer(case: Case) -> Finding:
    """The answer is made from an expired object."""
    is_empty = case.main.status and case.main.trace.response.text == "{}"
    if case.endpoint in (CREATE, UPDATE) and is_empty:
        return (
            "The answer is `{}`: commit expired the object, and its empty dict was sent. "
            "`session.refresh` loads it again; so does `ExpensePublic` as the response model.",
            case.main,
        )
    return None


def nothing_returned(case: Case) -> Finding:
    """The function returns None where an answer is needed."""
    error = _wrong_answer(case.main)
    if error and error["input"] is None and error["loc"] == ("response",):
        return "The function returned None: a `return` is missing.", case.main
    return None


def wrong_answer(case: Case) -> Finding:
    """What is returned does not fit the response model."""
    error = _wrong_answer(case.main)
    if error:
        where = ".".join(map(str, error["loc"][1:]))
        place = f"in {where}, " if where else ""
        what = f"{place}{said(ValueError(error['msg']))}; it was {short(error['input'])}"
        return f"What was returned does not fit the response model: {what}.", case.main
    return None


def raised(case: Case) -> Finding:
    """The main request ends with an error."""
    error = case.main.trace.error
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
        if probe.trace.error is not None and name != "refused":
            method, path, body = probe.request
            sent = f"{method} {path}{f' with {body}' if body else ''}"
            return f"{sent} raised an error: {problem_of(probe.trace.error, case.path)}.", probe
    return None


def not_found_is_no_404(case: Case) -> Finding:
    """There is no such row, but the answer is not 404."""
    probe = case.probes.get("missing")
    if probe is None or probe.status == 404 or probe.answers_an_expense:
        return None
    error, wrong = probe.trace.error, _wrong_answer(probe)
    why = ""
    if wrong and isinstance(wrong["input"], HTTPException):
        why = ", because the HTTPException was returned: it has to be raised"
    elif wrong:
        why = ", because the endpoint returned `None`, and `None` is not an expense"
    elif isinstance(error, NoResultFound):
        why = ", because `one()` raises NoResultFound"
    elif error is not None:
        why = f" ({problem_of(error, case.path)})"
    return (
        f"There is no expense 3, so the answer should be 404. It was {probe.status}{why}.",
        probe,
    )


def _wrong_answer(probe: Probe) -> dict | None:
    error = probe.trace.error
    return error.errors()[0] if isinstance(error, ResponseValidationError) else None
