"""An import that cannot be finished leaves the database as it was, and can be done again."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from after_session import import_json
from tests.shared.importing import run_import
from tests.shared.processes import ROOT, data, sql

NUMBER = 3_000
# An import that is killed between two lots of rows, when some are in the file already.
KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from after_session import database, import_json

def keep_little_in_memory(connection, _):
    connection.execute("PRAGMA cache_size = 5")

def die(connection, cursor, statement, parameters, context, executemany):
    if executemany and parameters[0][0] == 1001:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(database.engine, "connect", keep_little_in_memory)
event.listen(database.engine, "after_cursor_execute", die)
import_json.import_json(Path(sys.argv[1]))"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "expenses.json"
    expense = json.loads(data())["expenses"]["1"]
    expenses = {number: expense | {"id": number} for number in range(1, NUMBER + 1)}
    file.write_text(json.dumps({"counter": NUMBER + 2, "expenses": expenses}))
    return file


@pytest.fixture
def url(file: Path) -> str:
    """Return a database that has the table, and of that no row."""
    url = f"sqlite:///{file.parent}/expenses.db"
    empty = file.parent / "empty.json"
    empty.write_bytes(b'{"counter": 0, "expenses": {}}')
    assert run_import(empty, url)[0] == 0
    return url


def assert_refused(file: Path, database: str | Engine, why: str, *, dry_run: bool = False) -> None:
    stored = file.with_suffix(".db")
    content = stored.read_bytes() if stored.is_file() else None
    status, said = run_import(file, database, dry_run=dry_run)
    assert status == 1
    advice = r"Nothing was imported\. Fix sqlite:///\S+, or set another DATABASE_URL: "
    assert re.fullmatch(advice + re.escape(why), said)
    assert content == (stored.read_bytes() if stored.is_file() else None)


def assert_done(file: Path, url: str) -> None:
    assert run_import(file, url)[0] == 0
    assert sql(url, "SELECT count(*), max(id) FROM expense") == [(NUMBER, NUMBER)]
    assert sql(url, "SELECT seq FROM sqlite_sequence") == [(NUMBER + 2,)]
    assert sql(url, "PRAGMA integrity_check") == [("ok",)]


def test_kill_9_in_mid_import(file: Path, url: str) -> None:
    terminal, ours = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, file],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "TERM": "xterm"},
        stderr=ours,
    )
    os.close(ours)  # so to read does not wait
    shown = os.read(terminal, 65_536).decode()
    os.close(terminal)
    assert done.returncode == -signal.SIGKILL
    assert "Checking" in shown  # how far it is: stderr is a terminal
    assert "Importing" in shown
    assert file.with_suffix(".db-journal").exists()
    assert b"tea" in file.with_suffix(".db").read_bytes()
    assert sql(url, "SELECT * FROM expense") == []
    assert_done(file, url)


def test_a_disk_that_is_full(file: Path, url: str) -> None:
    engine, limit = create_engine(url), "PRAGMA max_page_count = 20"
    event.listen(engine, "connect", lambda connection, _: connection.execute(limit).close())
    for dry_run in (True, False):
        assert_refused(file, engine, "database or disk is full", dry_run=dry_run)
    assert_done(file, url)


def test_a_database_that_is_only_read(file: Path, url: str) -> None:
    read_only = url.replace("///", "///file:") + "?mode=ro&uri=true"
    for dry_run in (True, False):
        assert_refused(file, read_only, "attempt to write a readonly database", dry_run=dry_run)
    assert_done(file, url)


def test_a_database_to_which_somebody_else_writes(file: Path, url: str) -> None:
    with closing(sqlite3.connect(file.with_suffix(".db"))) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_refused(file, f"{url}?timeout=0", "database is locked")
    assert_done(file, url)


def test_what_is_no_database_of_the_app(file: Path, url: str) -> None:
    database = file.with_suffix(".db")
    sql(url, "ALTER TABLE expense DROP COLUMN date")
    assert_refused(file, url, "its table expense lacks the columns ['date']")
    database.write_bytes(b"x" * 200)
    assert_refused(file, url, "file is not a database")
    database.unlink()
    database.mkdir()
    assert_refused(file, url, "unable to open database file")
    assert_refused(file, f"{url}/no/expenses.db", "unable to open database file")


def test_a_database_of_another_kind(file: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(import_json.LOCK, "sqlite")
    for dry_run in (True, False):
        assert_refused(file, url, "it is neither SQLite nor PostgreSQL", dry_run=dry_run)
