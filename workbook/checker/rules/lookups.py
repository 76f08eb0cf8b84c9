"""What is answered when one row is asked for: there is one, or none, or the body is wrong."""

from collections.abc import Iterator

from fastapi import HTTPException
from sqlalchemy.exc import NoResultFound

from workbook.checker.evidence.case import CREATE, LIST, SUMMARY, Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.problems import problem_of
from workbook.checker.rules.answering import wrong_answer_in
from workbook.xray.entries import Header, Step
from workbook.xray.observe.values import short

NOT_FOUND = '{"detail":"Expense not found"}'


def not_found_is_no_404(case: Case) -> Finding:
    """There is no such row, but the answer is not 404."""
    probe = case.probes.get("missing")
    if probe is None or probe.status == 404 or probe.answers_an_expense:
        return None
    error, wrong = probe.trace.error, wrong_answer_in(probe)
    why = ""
    if wrong and isinstance(wrong["input"], HTTPException):
        why = ", because the HTTPException was returned: it has to be raised"
    elif wrong and wrong["input"] is None:
        why = ", because the endpoint returned `None`, and `None` is not an expense"
    elif isinstance(error, NoResultFound):
        why = ", because `one()` raises NoResultFound"
    elif probe.failed is not None and probe.failed.error.startswith("HTTPException: 404"):
        why = ", because the HTTPException was caught by an `except`"
    elif error is not None:
        why = f": {problem_of(error, case.path)}"
    return (
        f"There is no expense 3, so the answer should be 404. It was {probe.status}{why}.",
        probe,
    )


def another_detail(case: Case) -> Finding:
    """There is no such row, and the 404 says it in other words."""
    probe = case.probes.get("missing")
    text = probe.trace.response.text if probe and probe.status == 404 else NOT_FOUND
    if probe is None or text == NOT_FOUND or not probe.reached_endpoint:
        return None
    return (
        f"The status 404 is right, but the body is `{short(text)}`, and should be `{NOT_FOUND}`: "
        '`raise HTTPException(status_code=404, detail="Expense not found")`.',
        probe,
    )


def not_found(case: Case) -> Finding:
    """There is such a row, but the answer is 404."""
    main = case.main
    if case.endpoint in (CREATE, LIST, SUMMARY) or main.status != 404 or not main.words:
        return None
    return f"The expense 4 is in the table, but {main.sent} was answered with 404.", main


def looked_up_too_early(case: Case) -> Finding:
    """A wrong body is not refused, because the row is looked for first."""
    probe = case.probes.get("wrong_and_missing")
    if probe is None or probe.status == 422:
        return None
    what = (
        f"The body was wrong, and there is no expense 3: {probe.sent} should be refused with 422, "
        f"and {probe.status} came back. "
    )
    if "dependency" in _roles(probe):
        return (
            f"{what}FastAPI calls a dependency before it validates the endpoint's body, so a "
            "look-up in a dependency comes first. Look for the row in the endpoint.",
            probe,
        )
    return f"{what}The body has to be validated before the row is looked for.", probe


def _roles(probe: Probe) -> Iterator[str]:
    """Yield the roles of the functions in which a line has failed."""
    role = ""
    for entry in probe.trace.entries:
        if isinstance(entry, Header):
            role = entry.role
        elif isinstance(entry, Step) and entry.error and not entry.passes:
            yield role
