"""A setting that no app can work with ends the start with one line, which tells no password."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from after_session.settings import FORMS, Settings
from tests.shared.processes import COMMANDS, ROOT
from workbook.server import serve

BEFORE, AFTER = "before_dict_json", "after_session"
WRITE = f"write {FORMS}"
ASYNC = f"is for async code, this app is not: {WRITE}"
IN_MEMORY = "in memory each connection has its own data: write sqlite:///FILE"
INSTALL = f"install this driver, or {WRITE}"
REFUSED_URLS = {
    "": WRITE,
    " ": WRITE,
    "expenses.db": WRITE,
    "sqlite:/expenses.db": WRITE,
    "SQLITE:///expenses.db": WRITE,
    "postgres://me:secret@host/x": WRITE,
    "oracel+driver://me:secret@host/x": WRITE,
    "postgresql+psycopg2://me:secret@host/x": f"No module named 'psycopg2': {INSTALL}",
    "mysql://me:secret@host/x": f"No module named 'MySQLdb': {INSTALL}",
    "postgresql+psycopg://host:54secret/x": WRITE,
    "postgresql+psycopg://me:secret/x": WRITE,  # no host: the password stands where the port is
    "postgresql+psycopg://me:my@secret@host/x": WRITE,
    "postgresql+psycopg://me:my@/secret@host/x": WRITE,
    "postgresql+psycopg://me:my@host?secret@host/x": WRITE,
    "postgresql+psycopg://m/e:secret@host/x": WRITE,
    "sqlite+aiosqlite:///expenses.db": f"aiosqlite {ASYNC}",
    "postgresql+asyncpg://me:secret@host/x": f"asyncpg {ASYNC}",
    "sqlite://": IN_MEMORY,
    "sqlite:///": IN_MEMORY,
    "sqlite://expenses.db": IN_MEMORY,
    "sqlite:///:memory:": IN_MEMORY,
    "sqlite:///file::memory:?uri=true": IN_MEMORY,
    "sqlite:///file:x?mode=memory&cache=shared&uri=true": IN_MEMORY,
}


def refusal(package: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / package / "settings.py"))
    return str(end.value)


@pytest.mark.parametrize(("url", "reason"), REFUSED_URLS.items())
def test_a_database_url_that_cannot_work(
    url: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(AFTER, "DATABASE_URL", url, monkeypatch)
    assert said == f"Fix DATABASE_URL: Value error, {reason}"
    assert "secret" not in said
    with pytest.raises(ValidationError) as error:  # what a program sees that makes its own
        Settings(database_url=url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///memory/me@home@work.db",
        "sqlite:///file:expenses.db?mode=rw&uri=true",
        "sqlite+pysqlite:////expenses.db?timeout=1",
    ],
)
def test_a_database_url_that_can_work(url: str) -> None:
    assert Settings(database_url=url).database_url == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:a:b/c#d%40e@host:5432/x",
        "postgresql+psycopg://me@host/x?password=secret",
        "postgresql+psycopg:///x?host=/tmp",
    ],
)
def test_an_url_of_postgresql_that_can_work(url: str) -> None:
    pytest.importorskip("psycopg")
    assert Settings(database_url=url).database_url == url


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "'' is not a file"),
        (".", "'.' is not a file"),
        ("pipe", "'pipe' is not a file"),  # to open it would wait for ever
        ("/dev/null", "'/dev/null' is not a file"),
        ("no/expenses.json", "nothing can be written to the folder of 'no/expenses.json'"),
        ("pipe/expenses.json", "nothing can be written to the folder of 'pipe/expenses.json'"),
    ],
)
def test_a_data_file_that_cannot_be_saved(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    said = refusal(BEFORE, "DATA_FILE", name, monkeypatch)
    assert said == f"Fix DATA_FILE: Value error, {reason}"


def test_a_folder_that_nobody_may_write_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: not mode & os.W_OK)  # root may everywhere
    said = refusal(BEFORE, "DATA_FILE", "expenses.json", monkeypatch)
    assert said.endswith("nothing can be written to the folder of 'expenses.json'")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_real_server_ends_with_one_line(command: tuple[str, ...]) -> None:
    values = {"DATA_FILE": "no/expenses.json", "DATABASE_URL": "postgres://me:secret@host/x"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | values,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(("Fix DATA_FILE: ", "Fix DATABASE_URL: "))
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stdout + done.stderr


def test_a_cell_of_a_notebook_ends_with_the_same_line() -> None:
    with pytest.raises(SystemExit, match=r"^Fix DATABASE_URL: .*, write sqlite:///FILE or "):
        serve("after_session", database_url="postgres://me:secret@host/x")
