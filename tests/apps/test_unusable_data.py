"""Both apps refuse to start with data that they cannot use, say why, and leave it as it is."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from after_session import database as after
from before_dict_json import main as before
from tests.shared.data_files import BROKEN_FILES
from tests.shared.processes import COMMANDS, Process, data
from workbook.server import serve


@pytest.mark.parametrize(("content", "reason"), BROKEN_FILES.values(), ids=BROKEN_FILES)
def test_a_broken_data_file_stops_the_start_and_stays_as_it_is(
    content: bytes, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_file = tmp_path / "expenses.json"
    data_file.write_bytes(content)
    monkeypatch.setattr(before, "DATA_FILE", data_file)
    with pytest.raises(RuntimeError) as refusal:
        asyncio.run(before.lifespan(before.app).__aenter__())
    assert str(refusal.value).startswith(f"Fix {data_file}, ")
    assert reason in str(refusal.value)
    assert data_file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [data_file]


def test_a_name_that_is_too_long_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(before, "DATA_FILE", tmp_path / ("x" * 256))
    with pytest.raises(RuntimeError, match=f"Fix {tmp_path}/x+, .*File name too long"):
        asyncio.run(before.lifespan(before.app).__aenter__())


def test_a_file_that_is_no_database_stops_the_start_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "expenses.db"
    file.write_bytes(data() * 100)
    with pytest.raises(RuntimeError, match=f"Fix sqlite:///{file}, .*L: file is not a database$"):
        serve("after_session", database_url=f"sqlite:///{file}")
    assert file.read_bytes() == data() * 100


def test_a_table_without_a_column_stops_the_start_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "expenses.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE expense (id INTEGER PRIMARY KEY, amount FLOAT, date DATE)")
    content = file.read_bytes()
    with pytest.raises(RuntimeError, match=rf"{file}, .*lacks the columns \['category', 'desc"):
        serve("after_session", database_url=f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_an_empty_database_that_is_only_read_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "expenses.db"
    file.touch()
    url = f"sqlite:///file:{file}?mode=ro&uri=true"
    with pytest.raises(RuntimeError, match=r"Fix sqlite:.*L: attempt to write a readonly"):
        serve("after_session", database_url=url)
    assert file.read_bytes() == b""


@pytest.mark.parametrize("place", ["", "no/such/folder/expenses.db"])
def test_a_database_where_none_can_be_stops_the_start(place: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=f"Fix sqlite:///{tmp_path}.*L: unable to open"):
        serve("after_session", database_url=f"sqlite:///{tmp_path / place}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_real_server_ends_and_says_what_to_fix(command: tuple[str, ...], tmp_path: Path) -> None:
    files = [tmp_path / "expenses.json", tmp_path / "expenses.db"]
    for file in files:
        file.write_bytes(b"x" * 200)
    with pytest.raises(AssertionError, match=r"exit status [1-9]") as failure:
        Process(*command, folder=tmp_path)
    assert re.search(rf"Fix .*{tmp_path}/expenses\.(json|db), or ", str(failure.value))
    assert [file.read_bytes() for file in files] == [b"x" * 200] * 2


def test_a_refusal_to_start_is_one_line_and_tells_no_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise DBAPIError("CREATE TABLE", {}, OSError("refused\n\tIs the server running?"))

    engine = create_engine("sqlite://")
    engine.url = make_url("postgresql://me:secret@localhost/expenses?password=secret")
    monkeypatch.setattr(after, "engine", engine)
    monkeypatch.setattr(after, "create_tables", fail)
    with pytest.raises(RuntimeError) as refusal:
        after.prepare_database()
    advice = "Fix postgresql://me:***@localhost/expenses, or set another DATABASE_URL: "
    assert str(refusal.value) == f"{advice}refused Is the server running?"
