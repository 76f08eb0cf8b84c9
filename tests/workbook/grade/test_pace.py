"""How long a grading will take: said where there is a terminal, and where there is none."""

import re
import time

import pytest

from tests.shared.grade_command import Checked, grade, put
from workbook.grade import command
from workbook.grade.pace import Pace


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (0, ""),
        (1, "1 a minute, 499 min left"),
        (30, "30 a minute, 16 min left"),
        (480, "480 a minute, < 1 min left"),
        (500, "500 a minute, < 1 min left"),
    ],
)
def test_after_a_minute(monkeypatch: pytest.MonkeyPatch, done: int, said: str) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1_060)
    assert str(Pace(500, done, _began=1_000)) == said


def test_it_is_said_now_and_then(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SELDOM", -1)
    put(cem="none", dan="right")
    lines = grade().stdout.splitlines()
    assert [line for line in lines if re.fullmatch(r"3 of 4: [\d,]+ a minute, < 1 min left", line)]
    # What is known already tells nothing of the pace: only one is new.
    put(eva="other")
    assert re.findall(r"^\d of 5: ", grade().stdout, re.M) == ["5 of 5: "]


def test_it_is_not_said_often(checked: Checked) -> None:
    assert "a minute" not in grade().stdout
