"""What `grade` says of a verdict, in one line."""

import pytest

from workbook.checker.limits import Limits
from workbook.checker.problems import Problem
from workbook.checker.verdict import AnswerMismatch, Behaviour, Remark, Verdict
from workbook.grade import grading
from workbook.grade.grading import LENGTH, grade_submissions
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
def test_what_is_said(monkeypatch: pytest.MonkeyPatch, verdict: Verdict, diagnosis: str) -> None:
    monkeypatch.setattr(grading, "run_check", lambda *_: verdict)
    (found,) = grade_submissions([Submission("ana", "main.py")], Limits(), 1)
    assert {each.diagnosis for each in found.results} == {diagnosis}
    assert found.solved == (0 if diagnosis else 6)
