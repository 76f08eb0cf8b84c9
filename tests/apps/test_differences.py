"""Each labelled difference happens as it is described, on both sides: those of what is stored.

Those between requests, workers and programs are in test_differences_at_once.py.
"""

import re
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest

from tests.shared.processes import DYING, FAILING, UVICORN, Process, fill, ids, sql
from workbook.differences import DIFFERENCES
from workbook.lessons.cost import disk_writes
from workbook.server import serve

BEFORE, AFTER = "before_dict_json.main:app", "after_session.main:app"
TEA = {"description": "tea", "amount": 1.25, "category": "food"}


def test_the_list_shows_each_difference_and_each_has_a_test() -> None:
    files = Path(__file__).parent.glob("test_differences*.py")
    tests = [
        name for file in files for name in re.findall(r"^def test_(\w+)", file.read_text(), re.M)
    ]
    expected = [difference.name for difference in DIFFERENCES]
    assert sorted(tests) == sorted(
        ["the_list_shows_each_difference_and_each_has_a_test", *expected]
    )
    for shown in (repr(DIFFERENCES), DIFFERENCES._repr_html_()):
        assert all(difference.name.split("_")[0] in shown for difference in DIFFERENCES)


def test_failed_save(tmp_path: Path) -> None:
    with Process(*FAILING, BEFORE, folder=tmp_path) as server:
        failed = fill(server) + 1
        assert ids(server)[-1] == failed
        assert f'"id": {failed},' not in server.data_file.read_text("utf-8")
        server.delete("/expenses/1")
        assert server.delete("/expenses/2").status_code == 204
        assert f'"id": {failed},' in server.data_file.read_text("utf-8")
    with Process(*FAILING, AFTER, folder=tmp_path) as server:
        failed = fill(server) + 1
        assert ids(server)[-1] == failed - 1
        assert server.delete("/expenses/1").status_code == 204
        assert ids(server)[-1] == failed - 1


def test_kill_in_mid_save(tmp_path: Path) -> None:
    with Process(*DYING, BEFORE, folder=tmp_path) as server:
        saved = fill(server)
    assert (tmp_path / "expenses.json.new").stat().st_size == 20_000
    with Process(*UVICORN, BEFORE, folder=tmp_path) as server:
        assert ids(server) == list(range(1, saved + 1))

    with Process(*DYING, AFTER, folder=tmp_path) as server:
        saved = fill(server)
    assert (tmp_path / "expenses.db-journal").exists()
    copy = shutil.copy(tmp_path / "expenses.db", tmp_path / "copy.db")
    with suppress(sqlite3.DatabaseError):
        assert sql(str(copy), "PRAGMA integrity_check") != [("ok",)]
    with Process(*UVICORN, AFTER, folder=tmp_path) as server:
        assert ids(server) == list(range(1, saved + 1))
    assert sql(server.database_url, "PRAGMA integrity_check") == [("ok",)]


def test_bad_data() -> None:
    with serve("before_dict_json") as before, serve("after_session") as after:
        for server in (before, after, after):
            server.post("/expenses", json=TEA)
        before.data_file.write_text(before.stored().replace("food", "Food"), "utf-8")
        with pytest.raises(RuntimeError, match="category"):
            before.restart()
        sql(after.database_url, "UPDATE expense SET category = 'Food' WHERE id = 1")
        after.restart()
        paths = ("/expenses", "/expenses/1", "/expenses/2", "/summary")
        assert [after.get(path).status_code for path in paths] == [500, 500, 200, 200]
        assert after.get("/summary").json() == {"Food": 1.25, "food": 1.25}


def test_cost_of_a_write(tmp_path: Path) -> None:
    with Process(*UVICORN, BEFORE, folder=tmp_path) as server:
        sizes = []
        for _ in range(100):
            server.post("/expenses", json=TEA)
            sizes.append(server.data_file.stat().st_size)  # it is a new file after each change
    assert sizes[-1] > 70 * sizes[0]
    file = tmp_path / "expenses.db"
    with Process(*UVICORN, AFTER, folder=tmp_path) as server:
        for _ in range(100):
            old, _, new = file.read_bytes(), server.post("/expenses", json=TEA), file.read_bytes()
            pages = [i for i in range(0, len(new), 4096) if old[i : i + 4096] != new[i : i + 4096]]
            assert 1 <= len(pages) <= 5
    with serve("before_dict_json") as before, serve("after_session") as after:
        with mock.patch("os.fsync") as waits:
            before.post("/expenses", json=TEA).raise_for_status()
        with disk_writes(after) as written:
            after.post("/expenses", json=TEA).raise_for_status()
    assert (waits.call_count, written.syncs) == (0, 3)


def test_sums_of_billions() -> None:
    amounts = [965054035.67, 939399391.55, 966792216.05, 921285271.615]
    with serve("before_dict_json") as before, serve("after_session") as after:
        # With this index the database finds it quickest to add the smallest amount first.
        sql(after.database_url, "CREATE INDEX by_amount ON expense (category, amount)")
        for server in (before, after):
            for amount in amounts:
                server.post("/expenses", json={**TEA, "amount": amount})
        totals = [server.get("/summary").json()["food"] for server in (before, after)]
    assert totals == [3792530914.88, 3792530914.89]
