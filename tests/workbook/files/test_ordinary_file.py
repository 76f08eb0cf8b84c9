"""No command waits for a pipe, or replaces what is no ordinary file: one sentence says why.

There is no device in these tests: whoever breaks what they test would replace it, as root.
"""

import os
import socket
import stat
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from workbook.__main__ import app
from workbook.checker.exercise import VARIABLE
from workbook.files.ordinary_file import read_file, replace_file
from workbook.lessons import execute as executing

LONG = "x" * 300
ODD = ["pipe.py", "to_pipe.py", "socket.py", "folder.py", "loop.py", LONG, "file/below.py"]
COMMANDS = [
    ["reset"],
    ["reset", "get_expense"],
    ["reset", "--check"],
    ["execute", "{}"],
    ["diff", "--solution", "{}"],
    ["diff", "lifespan", "--html", "{}"],
    ["trace", "{}", "GET", "/"],
    ["trace", "{}:app", "GET", "/"],
    ["trace", "after_session", "POST", "/expenses", "@{}"],
    ["trace", "after_session", "GET", "/summary", "--html", "{}"],
    ["grade", "{}"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.py")
    Path("to_pipe.py").symlink_to("pipe.py")
    Path("loop.py").symlink_to("loop.py")
    Path("folder.py").mkdir()
    Path("file").write_text("")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.py")
    return tmp_path


def kinds(folder: Path) -> dict[str, int]:
    return {each.name: stat.S_IFMT(each.lstat().st_mode) for each in folder.iterdir()}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    before = kinds(folder)
    for name in ODD:
        if command[0] == "grade" and name == "folder.py":
            continue
        monkeypatch.setenv(VARIABLE, name)
        done = CliRunner().invoke(app, [each.format(name) for each in command])
        assert isinstance(done.exception, SystemExit), (name, done.exc_info)
        assert done.exit_code in (1, 2)
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
        assert kinds(folder) == before


@pytest.mark.parametrize("name", ODD)
def test_neither_read_nor_replaced(folder: Path, name: str) -> None:
    before = kinds(folder)
    with pytest.raises(OSError, match=r"not an ordinary file|Too many|too long|Not a directory"):
        read_file(Path(name))
    with pytest.raises(OSError, match=r"not an ordinary file|Too many|too long|Not a directory"):
        replace_file(Path(name), b"new")
    assert kinds(folder) == before


@pytest.mark.parametrize(
    "name", ["..x", "..x:app", ".x:app", "x.:app", "x..y:app", ":app", "...:a"]
)
def test_a_module_of_a_strange_name(folder: Path, name: str) -> None:
    (folder / "x.py").write_text("")
    done = CliRunner().invoke(app, ["trace", name, "GET", "/"])
    assert (done.exit_code, done.stdout) == (1, "")
    what = "names no app: name it as module:app, or name its file"
    assert done.stderr == f"{name!r} {what}\n"


def test_execute_leaves_a_link_and_the_permissions(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executing, "run_cells", lambda *_: None)
    real, link = folder / "real.ipynb", folder / "link.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), real)
    real.chmod(0o640)
    link.symlink_to(real)
    before = real.read_bytes()
    assert executing.execute(link)
    assert link.is_symlink()
    assert real.read_bytes() != before
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_folder_that_cannot_be_written_is_named_by_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x.new")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left on device") as raised:
        replace_file(folder / "file", b"new")
    assert raised.value.filename == str(folder / "file")
    assert list(folder.glob("*.new")) == []
