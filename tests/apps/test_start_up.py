"""Both apps start from a fresh process, with the data of the one before."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from after_session.settings import Settings as AfterSettings
from before_dict_json.settings import Settings as BeforeSettings
from tests.shared.processes import COMMANDS, Process, data
from workbook.server import serve

DEV = ("-m", "fastapi", "dev", "--port=0", "--no-reload")
FASTAPI_DEV = [(*DEV, f"{app}/main.py") for app in ("before_dict_json", "after_session")]


@pytest.mark.parametrize("command", COMMANDS + FASTAPI_DEV, ids=" ".join)
def test_an_app_starts_without_data(command: tuple[str, ...], tmp_path: Path) -> None:
    with Process(*command, folder=tmp_path) as server:
        answer = server.get("/summary")
        assert (answer.status_code, answer.content) == (200, b"{}")


def test_a_table_with_one_column_more_is_used() -> None:
    with serve("after_session") as server:
        with server.engine.begin() as connection:
            connection.execute(text("ALTER TABLE expense ADD COLUMN note VARCHAR"))
        server.restart()
        assert server.get("/expenses").text == "[]"


@pytest.mark.parametrize(("query", "milliseconds"), [("", 60_000), ("?timeout=2", 2_000)])
def test_a_write_to_sqlite_waits_a_minute_or_as_long_as_the_url_says(
    query: str, milliseconds: int, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/expenses.db{query}"
    with serve("after_session", database_url=url) as server, server.engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == milliseconds


def test_a_data_file_in_any_order_is_listed_in_the_order_of_the_ids() -> None:
    with serve("before_dict_json") as server:
        saved = json.loads(data(2))["expenses"]["1"]
        expenses = {str(number): saved | {"id": number} for number in (1000, 20, 3)}
        server.data_file.write_text(json.dumps({"counter": 1000, "expenses": expenses}))
        server.restart()
        for query in ("", "?category=food"):
            found = server.get(f"/expenses{query}").json()
            assert [expense["id"] for expense in found] == [3, 20, 1000]


def test_a_data_file_is_utf_8_whatever_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "expenses.json").write_bytes(data().replace(b"tea", "thé".encode()))
    with Process(*COMMANDS[0], folder=tmp_path) as server:
        assert server.get("/expenses/1").json()["description"] == "thé"


def test_without_settings_the_data_is_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert BeforeSettings().data_file == "expenses.json"
    assert AfterSettings().database_url == "sqlite:///expenses.db"
