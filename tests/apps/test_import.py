"""After the import the new app answers as the old one did: the same data, the same next id."""

import json
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from after_session import import_json
from tests.shared.data_files import ODD_FILES
from tests.shared.importing import run_import
from tests.shared.processes import data
from workbook.many_expenses import CATEGORIES, store
from workbook.server import Server, closed_meanwhile, serve

TEA = {"description": "tea", "amount": 1.25, "category": "food"}
NUMBER = 100
DELETED = [NUMBER, NUMBER - 1, 7, 1]  # first the highest: the counter stays above

on_both_databases = pytest.mark.parametrize(
    "database", [None, "empty_postgresql"], ids=["sqlite", "postgresql"]
)


@pytest.fixture
def before() -> Iterator[Server]:
    with closed_meanwhile(serve("before_dict_json")) as server:
        yield server


def same(before: Server, after: Server, method: str, path: str, **body: dict) -> bytes:
    old, new = (server.request(method, path, **body) for server in (before, after))
    assert (new.status_code, new.content) == (old.status_code, old.content), path
    return new.content


def compare_all(before: Server, after: Server) -> None:
    queries = ["", *(f"?category={category}" for category in (*CATEGORIES, "none"))]
    paths = [f"/expenses{query}" for query in queries] + ["/summary"]
    for path in [*paths, *(f"/expenses/{number}" for number in range(NUMBER + 3))]:
        same(before, after, "GET", path)


@on_both_databases
def test_the_new_app_gives_the_bytes_of_the_old_one(
    before: Server, database: str | None, request: pytest.FixtureRequest
) -> None:
    store(before, NUMBER)
    for number in DELETED:
        before.delete(f"/expenses/{number}")
    url = request.getfixturevalue(database) if database else None
    with closed_meanwhile(serve("after_session", database_url=url)) as after:
        for dry_run, outcome in ((True, "would go to"), (False, "are now in")):
            status, said = run_import(before.data_file, after.database_url, dry_run=dry_run)
            assert (status, outcome in said, f": {NUMBER - 4}." in said) == (0, True, True)
        compare_all(before, after)
        created = same(before, after, "POST", "/expenses", json=TEA)
        assert json.loads(created)["id"] == NUMBER + 1
        same(before, after, "PATCH", f"/expenses/{NUMBER + 1}", json={"amount": 2, "date": None})
        same(before, after, "DELETE", f"/expenses/{NUMBER + 1}")
        same(before, after, "POST", "/expenses", json=TEA)
        compare_all(before, after)


@on_both_databases
@pytest.mark.parametrize("deleted", [[], [3, 2, 1]], ids=["never used", "emptied"])
def test_without_an_expense_the_counter_moves(
    before: Server, database: str | None, deleted: list[int], request: pytest.FixtureRequest
) -> None:
    before.data_file.write_bytes(b'{"counter": 0, "expenses": {}}')
    for number in reversed(deleted):
        before.post("/expenses", json=TEA | {"description": f"{number}"})
    for number in deleted:
        before.delete(f"/expenses/{number}")
    url = request.getfixturevalue(database) if database else None
    with closed_meanwhile(serve("after_session", database_url=url)) as after:
        assert run_import(before.data_file, after.database_url)[0] == 0
        same(before, after, "GET", "/expenses")
        created = same(before, after, "POST", "/expenses", json=TEA)
        assert json.loads(created)["id"] == len(deleted) + 1


@pytest.mark.parametrize("content", ODD_FILES.values(), ids=ODD_FILES)
def test_an_odd_file_that_the_old_app_takes(content: bytes, before: Server) -> None:
    before.data_file.write_bytes(content)
    before.restart()
    with closed_meanwhile(serve("after_session")) as after:
        assert run_import(before.data_file, after.database_url)[0] == 0
        for path in ("/expenses", "/expenses?category=food", "/expenses/1", "/summary"):
            same(before, after, "GET", path)
        content = after.stored()
        assert run_import(before.data_file, after.database_url)[0] == 0
        assert after.stored() == content


@on_both_databases
def test_an_id_of_the_new_app_does_not_come_back_either(
    before: Server, database: str | None, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(database) if database else None
    with closed_meanwhile(serve("after_session", database_url=url)) as after:
        for _ in range(5):
            expense = after.post("/expenses", json=TEA).json()
        for number in range(1, expense["id"] + 1):
            after.delete(f"/expenses/{number}")
        before.data_file.write_bytes(data(3))
        assert run_import(before.data_file, after.database_url)[0] == 0
        assert [each["id"] for each in after.get("/expenses").json()] == [1]
        assert after.post("/expenses", json=TEA).json()["id"] == 6


def test_a_dry_run_makes_no_database(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    file = tmp_path / "expenses.json"
    file.write_bytes(data())
    url = f"sqlite:///{tmp_path}/expenses.db"
    status, said = run_import(file, url, dry_run=True)
    assert (status, said) == (0, f"Expenses of {file} that would go to {url}: 1.\n")
    assert list(tmp_path.iterdir()) == [file]
    assert capfd.readouterr().err == ""  # the progress is for a terminal


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["expenses.json"], 0),
        (["expenses.json", "--dry-run"], 0),
        (["other.json"], "Nothing was imported. Fix other.json: there is no such file"),
        ([], 2),
        (["expenses.json", "other.json"], 2),
    ],
)
def test_the_command(
    arguments: list[str], status: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("expenses.json").write_bytes(data())
    monkeypatch.setattr(sys, "argv", ["import_json", *arguments])
    engine = create_engine("sqlite:///expenses.db")
    monkeypatch.setattr(sys.modules["after_session.database"], "engine", engine)
    with pytest.raises(SystemExit) as end:
        runpy.run_path(import_json.__file__, run_name="__main__")
    engine.dispose()
    assert end.value.code == status
    assert Path("expenses.db").exists() == (arguments == ["expenses.json"])
