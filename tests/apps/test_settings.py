"""A setting that no app can work with ends the start with one line, which tells no password."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import ValidationError

from after_session.settings import FORMS, Settings
from tests.shared.processes import COMMANDS, ROOT
from workbook.server import serve

BEFORE, AFTER = "before_dict_json", "after_session"
NO_URL = f"Could not parse SQLAlchemy URL from given URL string: {FORMS}"
NO_KIND = "Can't load plugin: sqlalchemy.dialects:"
PORT = f"the port is not a number: {FORMS}"
IN_MEMORY = "in memory each connection has its own data: write sqlite:///FILE"
REFUSED_URLS = {
    "": NO_URL,
    " ": NO_URL,
    "expenses.db": NO_URL,
    "sqlite:/expenses.db": NO_URL,
    "postgres://me:secret@host/x": f"{NO_KIND}postgres: {FORMS}",
    "oracel+driver://me:secret@host/x": f"{NO_KIND}oracel.driver: {FORMS}",
    "mysql://me:secret@host/x": f"No module named 'MySQLdb': {FORMS}",
    "postgresql+asyncpg://me:secret@host/x": f"No module named 'asyncpg': {FORMS}",
    "sqlite+aiosqlite:///expenses.db": f"aiosqlite is for async code: {FORMS}",
    "mysql://host:54secret/x": PORT,
    "mysql://me:secret/x": PORT,  # no host: the password stands where the port is
    "sqlite://": IN_MEMORY,
    "sqlite:///": IN_MEMORY,
    "sqlite://expenses.db": IN_MEMORY,
    "sqlite://me:secret@data/expenses.db": FORMS,
    "sqlite:///expenses.db?timeout=secret": FORMS,
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
    with pytest.raises(ValidationError) as error:
        Settings(database_url=url)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:my@secret@host/x",
        "postgresql+psycopg://me:my@/secret@host/x",
        "postgresql+psycopg://me:my@host?secret@host/x",
        "postgresql+psycopg://m/e:secret@host/x",
    ],
)
def test_a_password_that_is_taken_for_something_else(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", ModuleType("psycopg"))  # it may not be installed
    said = refusal(AFTER, "DATABASE_URL", url, monkeypatch)
    assert said.endswith("an @ has to be written as %40, but for the one before the host")
    assert "secret" not in said


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
def test_a_url_of_postgresql_that_can_work(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", ModuleType("psycopg"))
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


def test_a_folder_to_which_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
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
    with pytest.raises(SystemExit, match=r"^Fix DATABASE_URL: .*: write sqlite:///FILE or "):
        serve("after_session", database_url="postgres://me:secret@host/x")
