"""`serve`: a real server, data of its own, and nothing left behind."""

import gc
import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from workbook import serve

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
SAVED = {"id": 1, **LUNCH}
PACKAGES = ["before_dict_json", "after_session"]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where `serve` makes its folder in this test, so that nobody else's is counted."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("package", PACKAGES)
def test_real_http_over_loopback(package: str) -> None:
    with serve(package) as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/?", str(server.base_url))
        # A client that knows nothing of the app: only the address.
        answer = httpx.post(f"{server.base_url}/expenses", json=LUNCH, trust_env=False)
        assert answer.http_version == "HTTP/1.1"
        assert (answer.status_code, answer.json()) == (201, SAVED)
        assert server.get("/expenses").json() == [SAVED]


@pytest.mark.parametrize("package", PACKAGES)
def test_restart_keeps_what_is_stored(package: str) -> None:
    with serve(package) as server:
        server.post("/expenses", json=LUNCH)
        server.restart()
        assert server.get("/expenses").json() == [SAVED]


def test_restart_empties_the_dict() -> None:
    with serve("before_dict_json") as server:
        server.post("/expenses", json=LUNCH)
        server.data_file.unlink()
        assert server.get("/expenses").json() == [SAVED]
        server.restart()
        assert server.get("/expenses").json() == []


@pytest.mark.parametrize("pair", [PACKAGES, PACKAGES[::-1], PACKAGES[:1] * 2, PACKAGES[1:] * 2])
def test_two_servers_do_not_see_each_other(pair: list[str]) -> None:
    with serve(pair[0]) as first, serve(pair[1]) as second:
        first.post("/expenses", json=LUNCH)
        assert second.get("/expenses").json() == []
        second.post("/expenses", json={**LUNCH, "description": "Tram"})
        first.restart()
        assert [each["description"] for each in first.get("/expenses").json()] == ["Lunch"]
        assert [each["description"] for each in second.get("/expenses").json()] == ["Tram"]


@pytest.mark.parametrize("package", PACKAGES)
def test_close_removes_everything_and_may_be_called_twice(temporary: Path, package: str) -> None:
    with serve(package) as server:
        server.post("/expenses", json=LUNCH)
        assert len(list(temporary.iterdir())) == 1
    server.close()
    assert list(temporary.iterdir()) == []
    assert server.is_closed
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.base_url}/expenses", trust_env=False)
    assert not server._running.app.is_alive()


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ("after_session", r"Fix sqlite:////no/such/folder/x\.db"),
        ("after_sesion", "No module named 'after_sesion'"),
    ],
)
def test_an_app_that_does_not_start(temporary: Path, package: str, message: str) -> None:
    threads = set(threading.enumerate())
    with pytest.raises((RuntimeError, ModuleNotFoundError), match=message):
        serve(package, database_url="sqlite:////no/such/folder/x.db")
    assert set(threading.enumerate()) <= threads
    gc.collect()  # a folder or socket left to the garbage collector would warn here
    assert list(temporary.iterdir()) == []


def test_restart_failure_can_be_fixed() -> None:
    with serve("before_dict_json") as server:
        server.data_file.write_text("{")
        with pytest.raises(RuntimeError, match=r"expenses\.json, or move it away; it is unchanged"):
            server.restart()
        assert not server._running.app.is_alive()
        server.data_file.write_text(json.dumps({"counter": 1, "expenses": {"1": SAVED}}))
        server.restart()
        assert server.get("/expenses/1").json() == SAVED


@pytest.mark.parametrize("package", PACKAGES)
def test_the_end_of_the_process_cleans_up(tmp_path: Path, package: str) -> None:
    script = (
        "import sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from workbook import serve\n"
        "server = serve(sys.argv[2])\n"
        f"print(server.post('/expenses', json={LUNCH}).status_code, server.data_file.parent)"
    )
    command = [sys.executable, "-W", "always::ResourceWarning", "-c", script, tmp_path, package]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"201 {tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_stored() -> None:
    with serve("before_dict_json") as before, serve("after_session") as after:
        assert repr(before.stored()) == "(no file)"
        assert after.stored().splitlines()[1] == "(no rows)"
        for server in (before, after):
            server.post("/expenses", json=LUNCH)
        assert json.loads(before.stored()) == {"counter": 1, "expenses": {"1": SAVED}}
        head, row = after.stored().splitlines()
        assert head.split() == ["id", "description", "amount", "category", "date"]
        assert row.split() == ["1", "Lunch", "12.5", "food", "2026-11-23"]


def test_an_app_itself_is_served_as_it_is() -> None:
    app = FastAPI()
    app.get("/")(lambda: "hello")
    with serve(app) as server:
        assert server.get("/").json() == "hello"
        with pytest.raises(TypeError, match="by name"):
            server.stored()


def test_importing_the_models_afterwards() -> None:
    with serve("after_session"):
        import after_session.models

        assert after_session.models.Expense.__tablename__ == "expense"
