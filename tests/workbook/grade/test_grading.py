"""What `grade` says of a verdict, in one line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook.checker.limits import Limits
from workbook.checker.problems import Problem
from workbook.checker.report.one_line import LENGTH
from workbook.checker.verdict import AnswerMismatch, Behaviour, Remark, Verdict
from workbook.grade import grading
from workbook.grade.grading import AHEAD, grade_submissions
from workbook.grade.journal import Journal
from workbook.grade.result import Result
from workbook.grade.submissions import Submission

HOLDS = Behaviour("it works", True, False)
BROKEN = Behaviour("it does not work", False, False)


@pytest.mark.parametrize(
    ("verdict", "diagnosis"),
    [
        (Verdict("get_summary", behaviours=(HOLDS,)), ""),
        (Verdict("get_summary"), "no behaviour could be tested"),
        (Verdict("get_summary", behaviours=(HOLDS, BROKEN)), "does not hold: it does not work"),
        (Verdict("get_summary", remarks=(Remark("x", "a\n`b`", True, "", ""),)), "a `b`"),
        (
            Verdict(
                "get_summary",
                behaviours=(BROKEN,),
                mismatch=("it works", AnswerMismatch((), "GET /x", "200 1", "200 2")),
            ),
            "does not hold: it works; sent: GET /x; came back: 200 1; expected: 200 2",
        ),
        (Verdict("x", Problem("no '/tmp/workbook-a_b1/home/x.db'")), "no 'home/x.db'"),
        (Verdict("x", Problem("x" * 10_000)), "x" * (LENGTH - 1) + "…"),
    ],
)
def test_what_is_said(verdict: Verdict, diagnosis: str) -> None:
    found = Result.of(verdict)
    assert (found.diagnosis, found.passed) == (diagnosis, not diagnosis)


def test_no_more_is_begun_than_can_be_checked_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the memory that a class takes does not grow with it."""
    begun = 0

    def texts() -> Iterator[Submission]:
        nonlocal begun
        for begun in range(1, 1_001):
            yield Submission(str(begun), "main.py", b"%d" % (begun % 10))

    monkeypatch.setattr(grading, "run_check", lambda name, *_, **__: Verdict(name, Problem("x")))
    journal = Journal(tmp_path / "grades.csv", Limits())
    grades = grade_submissions(texts(), Limits(), 2, journal)
    for number, grade in enumerate(grades, start=1):
        assert begun <= number + 2 * AHEAD
        assert grade.submission == Submission(str(number), "main.py")
        assert grade.solved == 0
    assert number == 1_000
    assert len(journal.path.read_bytes().splitlines()) == 1 + 10 * 6
