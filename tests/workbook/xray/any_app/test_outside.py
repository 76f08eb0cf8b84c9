"""An app in a copy cannot change what is not in the copy, and what it makes there is said."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from workbook.xray.any_app.guard import ChangeRefusedError, Guard
from workbook.xray.any_app.outside import guarded

Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "write": lambda path: path.write_text("new"),
    "append": lambda path: path.open("ab"),
    "read and write": lambda path: open(str(path), "r+"),  # noqa: SIM115
    "bytes": lambda path: open(os.fsencode(path), "w"),  # noqa: SIM115
    "os.open": lambda path: os.open(path, os.O_RDWR),
    "os.open, to make it": lambda path: os.open(path.parent / "folder" / "new", os.O_CREAT),
    "truncate": lambda path: os.truncate(path, 0),
    "remove": os.remove,
    "unlink": Path.unlink,
    "rename": lambda path: path.rename(path.with_name("other")),
    "replace": lambda path: os.replace(path.parent / "copy" / "mine", path),
    "a folder": lambda path: shutil.rmtree(path.parent / "folder"),
    "sqlite3": lambda path: sqlite3.connect(path),
    "a URI": lambda path: sqlite3.connect(f"file:{path}?mode=rw", uri=True),
    "new, in the app's own folder": lambda path: (path.parent / "folder" / "new").write_text(""),
    "by a link": lambda path: (path.parent / "copy" / "link").write_text("new"),
    "by the way": lambda path: (path.parent / "copy" / ".." / path.name).write_text("new"),
}


def no_name(_: Path) -> None:
    with suppress(TypeError):
        open(object())  # noqa: SIM115


FREE: dict[str, Change] = {
    "read": Path.read_text,
    "a database, to be read": lambda path: sqlite3.connect(
        f"file:{path}?mode=ro", uri=True
    ).close(),
    "a database in memory": lambda path: sqlite3.connect(":memory:").close(),
    "in the copy": lambda path: (path.parent / "copy" / "mine").write_text("new"),
    "a device": lambda path: Path(os.devnull).write_text("new"),
    "a folder that is there": lambda path: (path.parent / "folder").mkdir(exist_ok=True),
    "a temporary file": lambda path: tempfile.NamedTemporaryFile().close(),
    "no name": no_name,
}


@pytest.fixture
def guard(tmp_path: Path) -> Guard:
    for name in ("copy", "folder"):
        (tmp_path / name).mkdir()
    sqlite3.connect(tmp_path / "real").close()
    (tmp_path / "real").write_text("")
    (tmp_path / "folder" / "file").write_text("mine")
    (tmp_path / "copy" / "mine").write_text("mine")
    (tmp_path / "copy" / "link").symlink_to(tmp_path / "real")
    return Guard(tmp_path / "copy", tmp_path / "folder")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_refused(guard: Guard, change: Change, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    with guarded(tmp_path / "copy", tmp_path / "folder") as guard:
        with pytest.raises(ChangeRefusedError):
            change(tmp_path / "real")
        assert len(guard.refused) == 1
        assert "--in-place" in guard.refusal()
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "real").read_text() == ""


@pytest.mark.parametrize("change", FREE.values(), ids=FREE)
def test_not_refused(guard: Guard, change: Change, tmp_path: Path) -> None:
    with guarded(tmp_path / "copy", tmp_path / "folder") as guard:
        change(tmp_path / "real")
    assert guard.refusal() == ""


def test_a_new_file_may_be_made_and_changed_and_is_said(guard: Guard, tmp_path: Path) -> None:
    with guarded(tmp_path / "copy", tmp_path / "folder") as guard:
        new = tmp_path / "new" / "file"
        new.parent.mkdir()
        for text in ("one", "two"):
            new.write_text(text)
        (tmp_path / "gone").write_text("")
        (tmp_path / "gone").unlink()
        with closing(sqlite3.connect(tmp_path / "new" / "data.db")):
            pass
        assert list(guard.warnings()) == [
            f"the app has made {tmp_path / 'new'}, which is not in the copy: it stays"
        ]
    (tmp_path / "real").write_text("free again")


def test_a_database_on_a_server_is_said(guard: Guard, tmp_path: Path) -> None:
    with guarded(tmp_path / "copy", tmp_path / "folder") as guard:
        with create_engine("sqlite://").connect():
            pass
        assert list(guard.warnings()) == []


def test_a_database_on_postgresql_is_said(guard: Guard, tmp_path: Path, postgresql) -> None:  # noqa: ANN001
    with guarded(tmp_path / "copy", tmp_path / "folder") as guard:
        with postgresql.connect():
            pass
        (warning,) = guard.warnings()
    assert warning.startswith("the app's database is not in the copy (postgresql")
