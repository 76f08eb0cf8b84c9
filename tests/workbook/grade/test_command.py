"""`workbook grade`: a row for everybody, and no work lost."""

import csv
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbook import ENDPOINTS
from workbook.__main__ import app
from workbook.checker.problems import Problem
from workbook.checker.verdict import Behaviour, Verdict
from workbook.grade import grading
from workbook.grade.output import NO_SANDBOX
from workbook.paths import ROOT

FILES = {"all", "grades.csv", "grades.html", "grades.journal"}
HOLDS = Behaviour("it works", True, False)


def fake(endpoint: str, path: Path, *_: object, **__: object) -> Verdict:
    """Say in a moment what a check says; the submission is no code but what it shall say."""
    said = path.read_text()
    if said == "interrupt":
        raise KeyboardInterrupt
    if said == "fail":
        raise OSError(28, "No space left on device")
    if said == "right":
        return Verdict(endpoint, behaviours=(HOLDS,))
    return Verdict(endpoint, Problem(said))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(grading, "run_check", fake)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "bob.py").write_text("=1+1 is wrong")
    (tmp_path / "all" / "ana.py").write_text("right")
    (tmp_path / "all" / "=cy").mkdir()
    return tmp_path / "all"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["grade", *map(str, arguments)], env={"COLUMNS": "100"})


def rows(path: Path = Path("grades.csv")) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_row_for_each_student_and_endpoint(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 0, done.output
    assert " ".join(NO_SANDBOX.split()) in " ".join(done.output.split())
    assert "✓ ana: 6 of 6 solved\n" in done.stdout
    head, *found = rows()
    assert head == ["student", "endpoint", "passed", "diagnosis"]
    students = ["'=cy", "ana", "bob"]
    assert [row[:2] for row in found] == [[name, each] for name in students for each in ENDPOINTS]
    assert {row[2] for row in found if row[0] == "ana"} == {"yes"}
    assert {tuple(row[2:]) for row in found if row[0] == "bob"} == {("no", "'=1+1 is wrong")}
    assert "no main.py" in found[0][3]
    assert Path("grades.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent,endpoint,")
    assert {each.name for each in folder.parent.iterdir()} == FILES


def test_the_same_each_time_and_over_what_is_ours(folder: Path) -> None:
    run(folder, "--jobs", 1)
    Path("grades.journal").unlink()
    first = [Path(name).read_bytes() for name in ("grades.csv", "grades.html")]
    assert run(folder, "--jobs", 8).exit_code == 0
    assert [Path(name).read_bytes() for name in ("grades.csv", "grades.html")] == first


def test_a_check_that_cannot_run_stops_no_other(folder: Path) -> None:
    (folder / "ann.py").write_text("fail")
    done = run(folder)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("6 checks failed, and not the students")
    assert "? ann: 0 of 6 solved\n" in done.stdout
    assert Path("grades.html").read_text(encoding="utf-8").count("? not known") == 6
    assert [row[2] for row in rows() if row[0] in ("ana", "ann")] == ["yes"] * 6 + [""] * 6
    assert "No space left on device" in next(row[3] for row in rows() if row[0] == "ann")


def test_an_interrupt_writes_nothing(folder: Path) -> None:
    (folder / "zoe.py").write_text("interrupt")
    done = run(folder)
    assert (done.exit_code, done.stderr.count("no table was written")) == (1, 1)
    assert {each.name for each in folder.parent.iterdir()} == {"all", "grades.journal"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing"], "cannot read missing: No such file or directory"),
        ([ROOT], "is the workbook itself: name the folder that has the submissions"),
        (["all/bob.py"], "cannot read all/bob.py: Not a directory"),
        (["all/=cy"], "no submission in all/=cy"),
        (["all", "--csv", "mine.csv"], "mine.csv exists and was not made by `workbook grade`"),
        (["all", "--html", "mine.html"], "mine.html exists and was not made by `workbook grade`"),
        (["all", "--csv", "no/x.csv"], "cannot write no/x.csv: No such file"),
        (["all", "--html", "all"], "all exists and was not made by `workbook grade`"),
        (["all", "--html", "/dev/full"], "was not made by `workbook grade`"),
        (["all", "--csv", "x", "--html", "./x"], "must be three files"),
        (["all", "--csv", "x", "--html", "x.journal"], "must be three files"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str | Path], message: str
) -> None:
    monkeypatch.setattr(grading, "run_check", lambda *_, **__: pytest.fail("too late"))
    Path("mine.csv").write_text("student,endpoint,passed,diagnosis,remark\n")
    Path("mine.html").write_text("<!doctype html><title>mine</title>")
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert "mine" in Path("mine.html").read_text()
    assert {each.name for each in folder.parent.iterdir()} == {"all", "mine.csv", "mine.html"}


def test_of_two_files_the_other_one_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def full(source: str, target: Path) -> None:
        if target.suffix == ".csv":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("os.replace", full)
    done = run(folder)
    assert (done.exit_code, done.stderr) == (
        1,
        "cannot write grades.csv: No space left on device\n",
    )
    assert {each.name for each in folder.parent.iterdir()} == FILES - {"grades.csv"}


def test_a_terminal_that_knows_no_such_letter(folder: Path) -> None:
    (folder / "Łukasz 🙂.py").write_text("right")
    done = CliRunner(charset="ascii").invoke(app, ["grade", str(folder)])
    assert done.exit_code == 0, done.output
    assert "+ ?ukasz ?: 6 of 6 solved" in done.stdout
    assert rows()[-1][0] == "Łukasz 🙂"
