"""What a student does in a clone: git stays clean, and the tests say at most one thing about it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared.small_lessons import write_lesson
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import ROOT

NEEDED = ("workbook", "after_session", "before_dict_json")
# Made by hand, in JupyterLab or by running an app.
STRAY = [
    "Untitled.ipynb",
    "untitled.txt",
    "Untitled Folder/notes.txt",
    "expenses.db",
    "expenses.json",
    "exercise/main-Copy1.py",
    "exercise/kept/main-1.py",
    "exercise/expenses.db",
    "my_lessons/04_create.ipynb",
    "my_lessons/kept/04_create-1.ipynb",
    "my_lessons/anything.txt",
    "notebooks/Untitled.ipynb",
    "notebooks/Untitled1.ipynb",
    "notebooks/04_create-Copy1.ipynb",
    "notebooks/my notes.ipynb",
    "notebooks/expenses.db",
    "notebooks/.ipynb_checkpoints/04_create-checkpoint.ipynb",
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what the tests of the lessons need, with small lessons in place of the real.

    So it is the same, whatever a student has done to the lessons and to the exercise here.
    """
    clone = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        shutil.copytree(ROOT / name, clone / name)
    (clone / "notebooks").mkdir()
    for lesson in LESSONS:
        write_lesson(clone / "notebooks" / file_name(lesson))
    for name in ("conftest.py", "pyproject.toml", ".gitignore", "postBuild"):
        shutil.copy(ROOT / name, clone)
    needed = ("notebooks/test_edited.py", "shared/notebooks.py", "without_iri_grammar.py")
    for name in (*needed, "shared/solutions/after_the_switch.py"):
        (clone / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / name, clone / "tests" / name)
    subprocess.run(["git", "init", "--quiet"], cwd=clone, check=True)
    subprocess.run(["git", "add", "."], cwd=clone, check=True)
    return clone


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"PYTHONPATH": str(clone), "PATH": path_with_python()}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        variables.pop(name, None)
    return subprocess.run(command, cwd=clone, env=variables, capture_output=True, text=True)


def path_with_python() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


@pytest.fixture(scope="module")
def strayed(clone: Path) -> Path:
    for name in STRAY:
        path = clone / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"")
    return clone


def test_git_sees_nothing_of_what_a_student_makes(strayed: Path) -> None:
    assert run(strayed, "git", "ls-files", "--others", "--exclude-standard").stdout == ""


def test_git_sees_a_new_lesson_of_an_author(strayed: Path) -> None:
    path = strayed / "notebooks" / "99_new.ipynb"
    path.touch()
    found = run(strayed, "git", "ls-files", "--others", "--exclude-standard").stdout
    path.unlink()
    assert found == "notebooks/99_new.ipynb\n"


def test_an_edited_lesson_is_one_failure_and_stray_notebooks_are_none(strayed: Path) -> None:
    path = strayed / "notebooks" / file_name("04_create")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("x = 1", "x = 2"), encoding="utf-8")
    missing = strayed / "notebooks" / file_name("05_read")
    (strayed / "notebooks" / file_name("06_update")).write_bytes(b"")
    missing.unlink()
    options = ["-q", "-p", "no:cacheprovider", "-n", "0", "-k", "edited or ipynb", "--co"]
    listed = run(strayed, sys.executable, "-m", "pytest", *options).stdout
    left = {
        Path(line.partition("::")[0]).stem for line in listed.splitlines() if ".ipynb::" in line
    }
    assert left == set(LESSONS) - {"04_create", "05_read", "06_update"}
    tests = ["tests/notebooks/test_edited.py", "-q", "-n", "0", "-p", "no:cacheprovider"]
    said = run(strayed, sys.executable, "-m", "pytest", *tests).stdout
    run(strayed, "git", "restore", "notebooks")
    assert len(re.findall(r"If you meant it: .*workbook execute ", said)) == 3
    assert (
        "cell 3, “x = 2”: its text was changed\nTo undo this: git restore notebooks/04_create.ipynb"
        in said
    )
    assert "3 failed" in said
    assert "Lessons that were edited, and so not run: 04_create, 05_read, 06_update" in said


@pytest.mark.skipif(os.name == "nt", reason="Binder has no Windows")
def test_binder_makes_the_copies(clone: Path) -> None:
    shutil.rmtree(clone / "my_lessons", ignore_errors=True)
    done = run(clone, "./postBuild")
    assert (done.returncode, done.stderr) == (0, "")
    assert (clone / "my_lessons" / file_name(LESSONS[0])).is_file()
    assert run(clone, "git", "ls-files", "--others", "--exclude-standard").stdout == ""
