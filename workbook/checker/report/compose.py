"""A verdict as a reader sees it: text, X-rays and code, in order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workbook.checker.exercise import shown_name
from workbook.checker.problems import Problem
from workbook.checker.report.closing import Typed, closing
from workbook.checker.report.parts import Checklist, Fields, Heading, Paragraph, Picture, ReportPart
from workbook.checker.source_text import legible
from workbook.checker.verdict import AnswerMismatch, Behaviour, Remark, Verdict
from workbook.endpoints import ENDPOINTS
from workbook.review.exercise_views import solution_view
from workbook.typed import as_call

NO_VERDICT = "This says nothing about your code. When what is said above is put right, check again."
EARLIER = 3  # requests before the one that matters; of any more, only their number is shown


def report_parts(verdict: Verdict, path: Path, typed: Typed = as_call) -> Iterator[ReportPart]:
    """Return what is said about an endpoint, the verdict first.

    Args:
        verdict: the result of the check.
        path: the file that was checked.
        typed: how a command is typed where this is read.

    """
    shown = shown_name(path)
    if verdict.check_failed:
        yield Heading(f"{verdict.endpoint}: there is no verdict, for the check itself failed", None)
        yield Paragraph(f"{verdict.check_failed}.")
        yield Paragraph(NO_VERDICT)
        return
    if verdict.problem is not None:
        yield Heading(f"{verdict.endpoint}: {shown} could not be checked", False)
        yield from _problem(verdict.problem)
        return
    yield Heading(f"{verdict.endpoint}: {_summary(verdict)}", verdict.passed)
    if not _is_still(path, verdict.source):
        yield Paragraph(f"{shown} has changed since: this is about what it was before.")
    if verdict.note:
        yield Paragraph(verdict.note)
    if verdict.is_untouched:
        yield Paragraph(f"Its body in {shown} is still `pass`. When it is right, this holds:")
    yield from _behaviours(verdict)
    if verdict.passed and verdict.endpoint in ENDPOINTS:
        yield from _solved(verdict, shown)
    elif not verdict.passed and not verdict.is_untouched:
        yield from _unsolved(verdict)
    yield from closing(verdict, path, typed)


def _is_still(path: Path, source: str) -> bool:
    try:
        return legible(path.read_bytes()) == source
    except OSError:  # it is gone
        return False


def _problem(problem: Problem) -> Iterator[ReportPart]:
    yield Paragraph(problem.what)
    if problem.line:
        yield Fields(((f"line {problem.line}", problem.text),))
    if problem.meaning:
        yield Paragraph(problem.meaning)


def _summary(verdict: Verdict) -> str:
    asked = verdict.asked
    if verdict.passed:
        return f"solved, all {len(asked)} behaviours hold"
    if verdict.is_untouched:
        return "not filled in yet"
    counted = [*asked, *_broken(verdict)]
    holding = sum(each.holds for each in counted)
    if holding == len(counted):
        return f"all {holding} behaviours hold, but there is a mistake"
    return f"{holding} of {len(counted)} behaviours hold"


def _broken(verdict: Verdict) -> list[Behaviour]:
    """Return the behaviours that even a bare `pass` has, and this endpoint has not."""
    return [each for each in verdict.behaviours if each.is_given and not each.holds]


def _behaviours(verdict: Verdict) -> Iterator[ReportPart]:
    shown = [*verdict.asked, *_broken(verdict)]
    prefix = f"{verdict.endpoint.replace('_', ' ')} "
    if not verdict.passed and shown:
        yield Checklist(tuple((each.holds, each.name.removeprefix(prefix)) for each in shown))
    given = sum(each.is_given and each.holds for each in verdict.behaviours)
    if given and not verdict.passed:
        yield Paragraph(_given(given))


def _given(number: int) -> str:
    hold = "hold" if number > 1 else "holds"
    return f"Not counted: {number} more, which {hold} for a bare `pass` too."


def _unsolved(verdict: Verdict) -> Iterator[ReportPart]:
    if verdict.mismatch is not None:
        yield from _mismatch(verdict, *verdict.mismatch)
    fault = next((each for each in verdict.remarks if each.is_fault), None)
    if fault is not None:
        # Above it are the requests of the tests, for which the table had other rows.
        where = "" if verdict.mismatch is None else f" {_where(fault.rows)}"
        yield from _remark("What is wrong", replace(fault, sentence=fault.sentence + where))
    yield from _errors(verdict, fault)
    if verdict.printed:
        yield Heading("What your code printed")
        yield Fields((("", verdict.printed.rstrip()),))


def _errors(verdict: Verdict, fault: Remark | None) -> Iterator[ReportPart]:
    """Yield what was raised in tests, but not what the picture of the fault shows as well."""
    shown = fault.raised if fault is not None else ""
    new = [each for each in verdict.errors if each.problem.what.partition(":")[0] != shown]
    if new:
        yield Heading("What is wrong" if fault is None else "What else was raised")
        yield from (Paragraph(each.sentence) for each in new)


def _mismatch(verdict: Verdict, behaviour: str, mismatch: AnswerMismatch) -> Iterator[ReportPart]:
    prefix = f"{verdict.endpoint.replace('_', ' ')} "
    yield Heading(f"The first that does not hold: {behaviour.removeprefix(prefix)}")
    earlier = mismatch.earlier[-EARLIER:]
    more = len(mismatch.earlier) - len(earlier)
    fields = [("first", f"({more} more)")] if more else []
    fields += [("first" if not more and i == 0 else "then", e) for i, e in enumerate(earlier)]
    fields += [
        ("sent", mismatch.sent),
        ("came back", mismatch.came_back),
        ("raised", mismatch.raised),
        ("expected", mismatch.expected),
    ]
    yield Fields(tuple((name, text) for name, text in fields if text))


def _where(rows: int) -> str:
    table = f"a table with {rows} expense{'' if rows == 1 else 's'}" if rows else "an empty table"
    return f"Seen in another request, on {table}:"


def _remark(title: str, remark: Remark) -> Iterator[ReportPart]:
    yield Heading(title)
    yield Paragraph(remark.sentence)
    if remark.text:  # what is said of a task has none
        yield Picture(remark.text, remark.html)


def _solved(verdict: Verdict, shown: str) -> Iterator[ReportPart]:
    theirs, reference = verdict.sql
    # A remark may be about another request, which sends other SQL; the two would contradict.
    if theirs != reference or not verdict.remarks:
        yield Paragraph(_compared(theirs, reference))
    for each in verdict.remarks:
        yield from _remark("Worth knowing", each)
    view = solution_view(Path(shown), verdict.endpoint, verdict.source)
    yield replace(view, heads=(f"Yours: {shown}", *view.heads[1:]))


def _compared(theirs: tuple[str, ...], reference: tuple[str, ...]) -> str:
    """Say how the SQL of the main request differs from the reference's."""
    words, ours = ([each.split(" ")[0] for each in sql] for sql in (theirs, reference))
    if theirs == reference:
        return "It sends the same SQL as the reference."
    if words == ours:
        return "It sends as many statements as the reference, but not all of them are the same."
    sent = ", ".join(words) or "nothing"
    return f"Yours sends {sent}; the reference sends {', '.join(ours)}. The answers are the same."
