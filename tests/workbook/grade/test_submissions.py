"""Which file is whose: what is found in a folder of submissions, and what is said of the rest."""

import os
import re
from pathlib import Path

import pytest

from workbook.grade.submissions import SIZE, Submission, read_submissions


def put(path: Path, text: str = "x = 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def only(folder: Path) -> Submission:
    (found,) = read_submissions(folder).submissions
    return found


@pytest.mark.parametrize(
    "name",
    ["ana/main.py", "ana/exercise/main.py", "ana/a/b/c/d/exercise/main.py", "ana.py", "ana.PY"],
)
def test_one_file(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, "y = 2\n")
    assert only(tmp_path) == Submission("ana", name, b"y = 2\n")


def test_of_a_whole_project_the_exercise_counts(tmp_path: Path) -> None:
    apps = (
        "before_dict_json",
        "after_session",
        "exercise",
        "exercise/kept",
        ".venv",
        "node_modules",
    )
    for each in (*apps, "exercise/__pycache__", "more"):
        put(tmp_path / "ana" / "project" / each / "main.py")
    assert only(tmp_path).file == "ana/project/exercise/main.py"


def test_students_are_sorted_and_what_is_hidden_is_none(tmp_path: Path) -> None:
    for name in ("bob.py", "Ana/main.py", "cy/main.py", ".x.py", "__init__.py", "__MACOSX/main.py"):
        put(tmp_path / name)
    put(tmp_path / "notes.zip")
    found = read_submissions(tmp_path)
    assert [each.student for each in found.submissions] == ["Ana", "bob", "cy"]
    assert found.passed_over == ["notes.zip"]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (
            ["ana/solution.py"],
            "no main.py: there is only solution.py; rename the one to check to main.py",
        ),
        (["ana/main.txt"], "no main.py: there is no Python file; put one there"),
        (["ana/after_session/main.py"], "no main.py: there is no Python file; put one there"),
        (["ana/a/main.py", "ana/b/main.py"], "there are 2 main.py: a/main.py, b/main.py; keep"),
        (["ana/main.py", "ana.py"], "more than one has this name: ana, ana.py; keep one"),
        ([f"ana/{i}.py" for i in range(8)], "0.py, 1.py, 2.py, 3.py, 4.py and 3 more"),
    ],
)
def test_none_or_several(tmp_path: Path, names: list[str], problem: str) -> None:
    for name in names:
        put(tmp_path / name)
    assert problem in only(tmp_path).problem
    assert only(tmp_path).text == b""


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "main.py", "secret")
    folder = tmp_path / "all"
    (folder / "file").mkdir(parents=True)
    (folder / "deep").mkdir()
    (folder / "file" / "main.py").symlink_to(outside)
    (folder / "deep" / "exercise").symlink_to(outside.parent)
    (folder / "folder").symlink_to(outside.parent)
    (folder / "direct.py").symlink_to(outside)
    (folder / "loop").symlink_to(folder / "loop")
    found = {each.student: each for each in read_submissions(folder).submissions}
    assert set(found) == {"file", "deep", "folder", "direct", "loop"}
    assert all(each.text == b"" for each in found.values())
    assert "links are not followed: main.py" in found["file"].problem
    assert "links are not followed: exercise" in found["deep"].problem
    assert "direct.py is a link" in found["direct"].problem


def test_what_is_no_ordinary_file_or_too_large(tmp_path: Path) -> None:
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "main.py")
    put(tmp_path / "zero.py", "#" * (SIZE + 1))
    problems = [each.problem for each in read_submissions(tmp_path).submissions]
    assert "pipe/main.py is not a regular file" in problems[0]
    assert "zero.py has 1,000,001 bytes, more than the 1,000,000" in problems[1]


@pytest.mark.parametrize("name", ["ana/closed/main.py", "ana/main.py"])
def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    put(tmp_path / name)
    closed = tmp_path / "ana" / ("closed" if "closed" in name else "main.py")
    # Root may read everything, so the permissions alone would not do.
    scan, read = os.scandir, Path.read_bytes

    def refuse(path: Path) -> None:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", lambda path: (refuse(path), scan(path))[1])
    monkeypatch.setattr(Path, "read_bytes", lambda path: (refuse(path), read(path))[1])
    below = closed.relative_to(tmp_path).as_posix()
    assert only(tmp_path).problem == f"{below} cannot be read: Permission denied; fix that"


def test_names_of_strangers(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"a\x1b[31m\nb.py", b"\xff.py", "\u202ey.py".encode()):
        with open(os.path.join(folder, name), "w"):
            pass
    names = [each.student for each in read_submissions(tmp_path).submissions]
    assert names == ["a\\x1b[31m b", "\\u202ey", "\\udcff"]


def test_of_a_long_path_the_end_is_shown(tmp_path: Path) -> None:
    put(tmp_path / "ana" / ("x" * 200) / "y.py")
    assert re.fullmatch("no main.py: there is only …x{95}/y.py; .*", only(tmp_path).problem)
