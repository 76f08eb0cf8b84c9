"""Which files are not shown, and what is never done to any."""

import fcntl
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.shared.odd_apps import texts, traced
from workbook.xray.observe.files import Files
from workbook.xray.observe.outside.audit import hearing
from workbook.xray.observe.outside.paths import is_data, without_random


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "read", "written"),
    [
        ("/app/data/notes.json", True, True),
        ("/app/notes", False, True),
        ("/app/main.py", False, False),
        ("/app/templates/page.html", False, True),
        ("/app/app.db", False, False),
        ("/app/app.SQLITE3", False, False),
        ("/app/app.db-journal", False, False),
        ("/etc/mime.types", False, False),
        ("/proc/self/stat", False, False),
        (json.__file__.replace("__init__.py", "data.json"), False, False),
        (pytest.__file__.replace("__init__.py", "data.json"), False, False),
    ],
)
def test_which_are_data(path: str, read: bool, written: bool) -> None:
    assert is_data(Path(path), is_written=False) == read
    assert is_data(Path(path), is_written=True) == written


def test_a_database_under_the_name_of_a_text(folder: Path) -> None:
    with closing(sqlite3.connect("rows.txt")) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert not is_data(folder / "rows.txt", is_written=True)

    def endpoint() -> str:
        path = Path("rows.txt")
        return path.name

    assert "disk" not in repr(traced(endpoint))


LOCK = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def test_a_file_keeps_its_locks() -> None:
    """POSIX drops all locks of a process on a file when it closes the file once."""

    def endpoint() -> int:
        with open("counter.txt", "a") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            file.write("1")
            command = [sys.executable, "-c", LOCK, "counter.txt"]
            done = subprocess.run(command, stderr=subprocess.DEVNULL)
        return done.returncode

    picture = traced(endpoint)
    assert picture.response.json() == 1
    assert "(not read: the app locks it)" in repr(picture)


def test_another_thread_that_is_not_followed_is_not_heard() -> None:
    heard: list[str] = []

    class Hearer:
        def hear(self, event: str, arguments: tuple) -> None:
            heard.append(str(arguments[0]))

    with hearing(Hearer()):
        Path("here.txt").write_text("1")
        other = threading.Thread(target=Path("there.txt").write_text, args=["2"])
        other.start()
        other.join()
    Path("after.txt").write_text("3")
    assert heard == ["here.txt"]


def test_an_error_while_it_is_heard_does_not_reach_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Files, "_hear", broken)

    def endpoint() -> str:
        Path("x.json").write_text("{}")
        return Path("x.json").read_text()

    picture = traced(endpoint)
    assert picture.response.json() == "{}"
    assert picture.troubles == ["Files: broken"]


def test_of_many_files_some_are_shown_and_it_is_said() -> None:
    def endpoint() -> int:
        for number in range(30):
            Path(f"{number}.txt").write_text("x")
        return 1

    picture = traced(endpoint)
    assert picture.troubles == ["more than 20 files are used: the others are not shown"]
    assert len(texts(picture, "disk")) == 20


def test_a_temporary_name_is_the_same_in_every_run() -> None:
    assert without_random("tmpab3_9xyz.json") == "tmp….json"

    def endpoint() -> int:
        with tempfile.NamedTemporaryFile("w", dir=".", suffix=".json", prefix="expenses") as file:
            file.write("[]")
        Path("expenses.json").write_text("[]")
        return 1

    shown = repr(traced(endpoint))
    assert " expenses….json: EMPTY" in shown
    assert " expenses.json: []" in shown


def test_two_of_one_name(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()

    def endpoint() -> int:
        Path("one/x.txt").write_text("1")
        Path("two/x.txt").write_text("2")
        return 1

    assert texts(traced(endpoint), "disk") == ["x.txt: 1", "two/x.txt: 2"]
