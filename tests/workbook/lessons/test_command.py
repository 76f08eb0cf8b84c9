"""`workbook`, `copies`, `progress` and `reset`, as a shell sees them."""

import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from tests.shared.small_lessons import LESSONS, Clone, write_lesson
from workbook.__main__ import app

MADE = "Your own copies of the lessons are in my_lessons; git leaves them alone.\n"


def workbook(*arguments: str, columns: int = 80) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": str(columns)})


@pytest.fixture
def opened(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What JupyterLab is asked for; it is not started."""
    asked: list[str] = []
    lab = SimpleNamespace(LabApp=SimpleNamespace(launch_instance=asked.extend))
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", lab)
    monkeypatch.setattr("workbook.lessons.command.FIRST", "00_first.ipynb")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    return asked


@pytest.mark.parametrize("arguments", [[], ["lab", "--no-browser"]])
def test_it_makes_the_copies_and_opens_the_first(opened: list[str], arguments: list[str]) -> None:
    done = workbook(*arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (0, MADE, "")
    assert "--LabApp.default_url=/lab/tree/my_lessons/00_first.ipynb" in opened
    assert opened[-len(arguments[1:]) or len(opened) :] == arguments[1:]
    assert workbook().stdout == ""


def test_where_there_can_be_no_copies_the_lessons_open(opened: list[str], clone: Clone) -> None:
    clone.copies.write_text("mine")
    said = workbook().stderr
    assert said.startswith("my_lessons is in the way: it is not a folder. Rename it.\nSo the less")
    assert "--LabApp.default_url=/lab/tree/notebooks/00_first.ipynb" in opened
    assert workbook("copies").exit_code == 1


def test_what_is_new_is_said_in_a_line(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook("copies").stdout == MADE
    (clone.copies / "05_read.ipynb").unlink()
    write_lesson(clone.lessons / "04_create.ipynb", "print(2)")
    assert workbook("copies").stdout == (
        "New in my_lessons: 05 read\n"
        "Lesson 04 has changed. The new one is my_lessons/04_create.new.ipynb.\n"
    )
    for lesson in LESSONS:
        write_lesson(clone.lessons / f"{lesson}.ipynb", "print(3)")
    monkeypatch.setattr("workbook.lessons.command.LISTED", 2)
    assert workbook("copies").stdout == (
        "Lessons 00, 04, 05 have changed. Your copies are as you left them;\n"
        "the new ones are beside them, such as my_lessons/00_first.new.ipynb.\n"
    )


def test_reset_of_a_lesson(clone: Clone) -> None:
    assert (
        workbook("reset", "04").stdout == "my_lessons/04_create.ipynb is as it was at the start\n"
    )
    assert workbook("reset", "4", "--check").exit_code == 0
    (clone.copies / "04_create.ipynb").write_text("mine")
    assert workbook("reset", "create", "--check").exit_code == 1
    _, kept, advice = workbook("reset", "create").stdout.splitlines()
    assert kept == "what you had is in my_lessons/kept/04_create-1.ipynb"
    assert "Reload Notebook from Disk" in advice


def test_reset_says_what_is_wrong(clone: Clone) -> None:
    said = workbook("reset", "creat").stderr
    assert said.startswith("there is no endpoint 'creat', only create_expense, ")
    assert said.endswith("and there is no lesson 'creat', only 00 first, 04 create, 05 read\n")
    (clone.lessons / "04_create.ipynb").write_text("")
    assert "git restore notebooks/04_create.ipynb" in workbook("reset", "04").stderr
    clone.copies.rmdir()
    clone.copies.write_text("mine")
    done = workbook("reset", "05")
    said = "my_lessons/05_read.ipynb cannot be begun anew: File exists\n"
    assert (done.exit_code, done.stderr) == (1, said)


def test_progress_has_a_line_for_each_lesson(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.checker.command.show_progress", lambda: print("endpoints"))
    before = workbook("progress", columns=40).stdout.splitlines()
    assert before[0].split() == ["·", "00", "first", "-"]
    workbook("copies")
    path = clone.copies / "00_first.ipynb"
    path.write_text(path.read_text().replace('"execution_count": null', '"execution_count": 1'))
    lines = workbook("progress", columns=40).stdout.splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["✓", "00", "first", "2/2", "read"],
        ["·", "04", "create", "0/2"],
    ]
    said = ["1 of 3 lessons are read.", "Only what you have saved counts.", "", "endpoints"]
    assert lines[3:] == said
    assert max(map(len, lines)) <= 40
