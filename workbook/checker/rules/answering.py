"""What the client gets."""

import inspect
from typing import Any

from fastapi.exceptions import ResponseValidationError
from sqlalchemy import ClauseElement, Result, Row, ScalarResult

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.reading import decorator
from workbook.xray.observe.values import said, short


def no_such_route(case: Case) -> Finding:
    """Nothing answers the request, or the function expects something else."""
    method, path, _ = case.main.request
    text = case.main.trace.response.text if case.main.status else ""
    if case.main.reached_endpoint:
        return None
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


def wrong_status(case: Case) -> Finding:
    """A success has another status than it should have."""
    right = {CREATE: 201, DELETE: 204}.get(case.endpoint, 200)
    if not 200 <= case.main.status < 300 or case.main.status == right:
        return None
    return (
        f"The answer had the status {case.main.status}, and should have {right}: the right "
        f"decorator is `{decorator(case.endpoint)}`.",
        case.main,
    )


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
    error = wrong_answer_in(case.main)
    if error and error["input"] is None and error["loc"] == ("response",):
        return "The function returned None: a `return` is missing.", case.main
    return None


def wrong_answer(case: Case) -> Finding:
    """What is returned does not fit the response model."""
    error = wrong_answer_in(case.main)
    if error is None:
        return None
    if kind := _unfinished(error["input"]):
        return f"What was returned is {kind}.", case.main
    where = ".".join(map(str, error["loc"][1:]))
    place = f"in {where}, " if where else ""
    what = f"{place}{said(ValueError(error['msg']))}; it was {short(error['input'])}"
    return f"What was returned does not fit the response model: {what}.", case.main


def another_expense(case: Case) -> Finding:
    """The answer to a POST is another expense than the one that was stored."""
    new = [each[0] for each in case.main.after if each not in case.main.before]
    if case.endpoint != CREATE or len(new) != 1 or not case.main.answers_an_expense:
        return None
    answered = case.main.answer["id"]
    if answered in (None, *new):
        return None
    return (
        f"The expense that was stored has the id {new[0]}, but the one with the id {answered} was "
        "answered: a query before the flush does not find the new row yet.",
        case.main,
    )


def wrong_answer_in(probe: Probe) -> dict | None:
    """Return what FastAPI says of an answer that does not fit; None: it fits."""
    error = probe.trace.error
    return error.errors()[0] if isinstance(error, ResponseValidationError) else None


def _unfinished(value: Any) -> str:
    """Say what a value is that comes from the database, or was to, and is no object yet."""
    if isinstance(value, Row):
        return (
            "a row with the object in it, and not the object: `session.execute` gives rows, and "
            "so does a `select` of several things; `session.exec(select(Expense))` (SQLModel) and "
            "`session.scalars(select(Expense))` give the objects"
        )
    if isinstance(value, ClauseElement):
        return (
            "a statement that was never sent: `session.exec(statement)` sends it, and `.all()` or "
            "`.first()` takes out what comes back"
        )
    if isinstance(value, Result | ScalarResult):
        return "the result of a query: `.all()`, `.first()` or `.one()` takes the objects out of it"
    if inspect.isawaitable(value):
        return "a coroutine, which has not run: `await` is missing before the call"
    if inspect.isgenerator(value):
        return "a generator: a function with `yield` was called by hand"
    return ""
