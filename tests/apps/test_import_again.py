"""An import into a database that has rows, or gets them meanwhile: nothing twice, nothing mixed."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event

from tests.shared.importing import run_import
from tests.shared.processes import data, sql

INSERT = "INSERT INTO expense (id, description, amount, category, date) "
COPY = INSERT + "SELECT id + 7, description, amount, category, date FROM expense"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "expenses.json"
    file.write_bytes(data(7))
    return file


@pytest.fixture
def url(file: Path) -> str:
    """Return a database that has all of the file."""
    url = f"sqlite:///{file.parent}/expenses.db"
    assert run_import(file, url) == (0, f"Expenses of {file} that are now in {url}: 1.\n")
    return url


def test_twice_does_nothing_twice(file: Path, url: str) -> None:
    content = file.with_suffix(".db").read_bytes()
    assert run_import(file, url) == (0, f"Expenses of {file} that were already in {url}: 1.\n")
    again = run_import(file, url, dry_run=True)
    assert again == (0, f"Expenses of {file} that are already in {url}: 1.\n")
    assert file.with_suffix(".db").read_bytes() == content
    assert sql(url, "SELECT seq FROM sqlite_sequence") == [(7,)]


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (COPY, 2),
        ("UPDATE expense SET id = 2", 1),
        ("UPDATE expense SET description = 'Tea'", 1),
        ("UPDATE expense SET amount = 1.75", 1),
        ("UPDATE expense SET category = 'other'", 1),
        ("UPDATE expense SET date = '2026-11-23'", 1),
    ],
)
def test_other_rows_are_neither_mixed_nor_lost(
    change: str, count: int, file: Path, url: str
) -> None:
    sql(url, change)
    content = file.with_suffix(".db").read_bytes()
    for dry_run in (True, False):
        assert run_import(file, url, dry_run=dry_run) == (
            1,
            f"Nothing was imported. Fix {url}, or set another DATABASE_URL: "
            f"it has other expenses already ({count})",
        )
    assert file.with_suffix(".db").read_bytes() == content


def test_the_same_rows_without_the_counter_get_it(file: Path, url: str) -> None:
    sql(url, "UPDATE sqlite_sequence SET seq = 1")
    assert run_import(file, url)[0] == 0
    assert sql(url, "SELECT seq FROM sqlite_sequence") == [(7,)]
    sql(url, "UPDATE sqlite_sequence SET seq = 9")
    assert run_import(file, url)[0] == 0
    assert sql(url, "SELECT seq FROM sqlite_sequence") == [(9,)]


def test_nobody_else_writes_after_the_first_look(file: Path, url: str) -> None:
    refused = []

    def write(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        if "count" in statement:
            with closing(sqlite3.connect(file.with_suffix(".db"), timeout=0)) as other:
                with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                    other.execute(COPY)
                refused.append(statement)

    sql(url, "DELETE FROM expense")
    engine = create_engine(url)
    event.listen(engine, "after_cursor_execute", write)
    assert run_import(file, engine)[0] == 0
    assert len(refused) == 1
