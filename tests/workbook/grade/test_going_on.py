"""A grading that was interrupted goes on, and nothing is checked twice that need not be."""

from pathlib import Path

import pytest

from tests.shared.grade_command import Checked, grade, passed, put
from workbook.checker.limits import Limits
from workbook.endpoints import ENDPOINTS
from workbook.grade import grading
from workbook.grade.journal import Journal


def test_late_hand_ins_alone_are_checked(checked: Checked) -> None:
    grade()
    assert len(checked) == 12
    table = Path("grades.csv").read_bytes()
    put(zoe="late")
    done = grade()
    assert "2 of them are known from grades.journal" in done.stdout
    assert checked[12:] == [("late", each) for each in ENDPOINTS]
    assert Path("grades.csv").read_bytes().startswith(table)


def test_the_same_text_is_checked_once(checked: Checked) -> None:
    put(cem="right", dan="right", eva="other")
    grade("--jobs", "3")
    assert sorted(text for text, _ in checked) == sorted(["right", "wrong", "other"] * 6)
    assert passed() == [*["yes"] * 6, *["no"] * 6, *["yes"] * 12, *["no"] * 6]


def test_an_interrupted_grading_goes_on(checked: Checked) -> None:
    put(cem="interrupt")
    done = grade()
    assert (done.exit_code, Path("grades.csv").exists()) == (1, False)
    assert "grades.journal has what was checked: the same command goes on" in done.stderr
    before = len(checked)
    put(cem="goes on")
    assert grade().exit_code == 0
    assert checked[before:] == [("goes on", each) for each in ENDPOINTS]


@pytest.mark.parametrize("text", ["machine", "error"])
def test_a_check_that_failed_is_made_again(checked: Checked, text: str) -> None:
    put(ana=text)
    grade()
    grade()
    assert [said for said, _ in checked].count(text) == 12
    assert [said for said, _ in checked].count("wrong") == 6


def test_what_was_stopped_is_no_result(tmp_path: Path, checked: Checked) -> None:
    kept = Journal(tmp_path / "grades.csv", Limits())
    (ana,) = grading.grade_submissions(
        [grading.Submission("ana", "ana.py", b"wrong")], Limits(), 1, kept
    )
    assert (len(kept), ana.solved) == (6, 0)
    stop = grading.Event()
    stop.set()
    grading._result(ENDPOINTS[0], ana.submission, "another key", Limits(), stop, kept)
    assert len(kept) == 6
