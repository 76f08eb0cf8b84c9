"""`workbook trace` works in a copy of the app's folder: what its owner has does not change."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.shared.other_apps import NOTES, SHOP, write
from workbook.__main__ import app


def trace(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", *arguments])


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the copies are made; none is left there."""
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def project(tmp_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write(tmp_path / "project", main=NOTES, shop=SHOP.format(url="sqlite:///shop.db"))
    (folder / "notes.json").write_bytes(b'[{"text": "one"}]\r\n')
    monkeypatch.chdir(folder)
    return folder


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_files_stay_byte_by_byte(project: Path) -> None:
    before = contents(project)
    done = trace("main.py", "POST", "/notes", '{"text": "two"}')
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("in a copy of project; its data is not changed\n")
    assert '◀ 201   [{"text":"one"},{"text":"two"}]' in done.stdout  # it has its data
    assert contents(project) == before
    assert Path.cwd() == project


def test_a_database_stays(project: Path) -> None:
    with closing(sqlite3.connect("shop.db")) as shop, shop:
        shop.execute("CREATE TABLE cup (id INTEGER PRIMARY KEY, colour TEXT NOT NULL)")
        shop.execute("INSERT INTO cup VALUES (7, 'red')")
    before = contents(project)
    done = trace("shop:app", "POST", "/cups?colour=blue")
    assert '◀ 201   {"id":8}' in done.stdout
    assert "INSERT INTO cup" in done.stdout
    assert contents(project) == before


def test_in_place_it_changes_and_says_so(project: Path) -> None:
    done = trace("main.py", "POST", "/notes", '{"text": "two"}', "--in-place")
    assert done.stdout.startswith("in place: what is changed in project stays\n")
    assert (project / "notes.json").read_text() == '[{"text": "one"}, {"text": "two"}]'
    assert (project / "log.txt").exists()


def test_a_file_that_an_absolute_path_leads_to_is_not_changed(
    project: Path, tmp_path: Path
) -> None:
    real = project / "real.db"
    sqlite3.connect(real).close()
    real.write_bytes(b"")
    write(project, elsewhere=SHOP.format(url=f"sqlite:///{real}"))
    before = contents(project)
    done = trace("elsewhere.py", "POST", "/cups?colour=blue")
    assert done.exit_code == 1
    assert f"the app would change {real}\n" in done.stderr
    assert "--in-place" in done.stderr
    assert "Traceback" not in done.output
    assert contents(project) == before


def test_neither_in_a_request(project: Path, tmp_path: Path) -> None:
    real = tmp_path / "log.txt"
    real.write_text("mine\n")
    write(project, main=NOTES.replace('"log.txt"', repr(str(real))))
    done = trace("main.py", "POST", "/notes", '{"text": "two"}')
    assert done.exit_code == 1
    assert "raises: ChangeRefusedError" in done.stdout
    assert f"the app would change {real}\n" in done.stderr
    assert real.read_text() == "mine\n"


def test_the_copy_is_gone_after_an_error(project: Path) -> None:
    write(project, broken="1 / 0")
    assert trace("broken.py", "GET", "/").exit_code == 1


def test_a_link_out_of_the_folder_is_copied_too(project: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.json"
    (project / "notes.json").replace(real)
    (project / "notes.json").symlink_to(real)
    before = real.read_bytes()
    done = trace("main.py", "POST", "/notes", '{"text": "two"}')
    assert "◀ 201" in done.stdout
    assert real.read_bytes() == before


def test_the_folder_may_be_another_one(project: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    os.chdir(tmp_path / "here")
    done = trace("../project/main.py", "POST", "/notes", '{"text": "two"}')
    assert done.stdout.startswith("in a copy of project;")
    assert "◀ 201" in done.stdout
    assert not (project / "log.txt").exists()
    assert list(Path.cwd().iterdir()) == []
