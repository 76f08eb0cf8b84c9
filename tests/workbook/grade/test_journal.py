"""The journal of a grading: spoilt, of another version, not ours, without room."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared.grade_command import Checked, grade, passed, rows
from workbook.checker.limits import Limits
from workbook.checker.problems import Problem
from workbook.checker.verdict import Verdict
from workbook.grade import grading, journal
from workbook.grade.journal import made_with

JOURNAL = Path("grades.journal")


def half_a_line(raw: bytes) -> bytes:
    return raw[:-40]


def no_last_newline(raw: bytes) -> bytes:
    return raw[:-1]


def noise(raw: bytes) -> bytes:
    return raw + b'\xff\x00\n[1, 2]\n["key", {"endpoint": 5}]\n{}\n[["x"]'


@pytest.mark.parametrize(
    ("spoil", "again"), [(half_a_line, 1), (no_last_newline, 0), (noise, 0), (bytes.upper, 12)]
)
def test_of_a_spoilt_journal_the_rest_counts(
    checked: Checked, spoil: Callable[[bytes], bytes], again: int
) -> None:
    grade()
    raw = JOURNAL.read_bytes()
    head = raw.index(b"\n") + 1
    JOURNAL.write_bytes(raw[:head] + spoil(raw[head:]))
    for _ in range(2):  # what is written behind the half line is whole
        assert grade().exit_code == 0
        assert passed() == ["yes"] * 6 + ["no"] * 6
    assert len(checked) == 12 + again


def test_another_version_or_other_limits_begin_anew(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grade()
    grade("--seconds", "5")
    assert len(checked) == 24
    grade("--seconds", "5")
    assert len(checked) == 24
    package = tmp_path / "after_session"
    package.mkdir()
    (package / "main.py").write_text("a = 1")
    monkeypatch.setattr(journal, "ROOT", tmp_path)
    one = made_with(Limits())
    (package / "main.py").write_text("a = 2")
    two = made_with(Limits())
    monkeypatch.setattr(journal, "version", lambda _: "0")
    assert len({one, two, made_with(Limits()), made_with(Limits(memory=5))}) == 4
    grade("--seconds", "5")
    assert len(checked) == 36
    assert len(JOURNAL.read_text().splitlines()) == 13  # the old results are gone


def test_what_is_read_is_fit_to_be_shown(checked: Checked) -> None:
    """A submission can write into the journal, as it can into the table."""
    grade()
    text = JOURNAL.read_text()
    assert all(json.loads(line) for line in text.splitlines())
    JOURNAL.write_text(text.replace("does not hold", "\\u001b[31m\\n" + "x" * 1_000))
    grade()
    (said,) = {row[3] for row in rows() if "bob" in row}
    assert said.startswith("\\x1b[31m x")
    assert len(said) == 500


def test_without_room_for_a_journal_the_grading_goes_on(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.open

    def full(path: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if path.suffix == ".journal" and "b" in mode:
            raise OSError(28, "No space left on device")
        return write(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", full)
    done = grade()
    assert done.exit_code == 0
    assert done.stdout.count("cannot write grades.journal: No space left on device: what was") == 1
    assert passed() == ["yes"] * 6 + ["no"] * 6


def test_what_is_not_ours_is_left_alone(checked: Checked) -> None:
    JOURNAL.write_text('{"journal of": "my own work"}')
    done = grade()
    assert (done.exit_code, checked) == (1, [])
    assert "grades.journal exists and was not made by `workbook grade`" in done.stderr
    assert "my own work" in JOURNAL.read_text()


def test_a_pipe_is_no_journal(checked: Checked) -> None:
    os.mkfifo(JOURNAL)
    done = grade()
    assert (done.exit_code, checked) == (1, [])
    assert "grades.journal exists and was not made by `workbook grade`" in done.stderr
    assert stat.S_ISFIFO(JOURNAL.stat().st_mode)


def test_the_verdicts_of_problems_are_kept_too(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "run_check", lambda each, *_, **__: Verdict(each, Problem("no")))
    grade()
    monkeypatch.setattr(grading, "run_check", lambda *_, **__: pytest.fail("again"))
    assert grade().exit_code == 0
