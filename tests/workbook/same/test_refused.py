"""What is outside of the copy of an app's folder is refused, and named."""

from pathlib import Path

import pytest

from workbook.same.requests.step import Step
from workbook.same.side.runner import RefusedError, side

pytestmark = pytest.mark.slow

APP = """
import socket
from pathlib import Path
from fastapi import FastAPI

app = FastAPI()


@app.get("/write")
def write():
    Path({!r}).write_text("changed")


@app.get("/connect")
def connect():
    socket.create_connection(("example.com", 80), 1)
"""


def test_what_is_outside_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside.txt"
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "main.py").write_text(APP.format(str(outside)), "utf-8")
    monkeypatch.chdir(folder)
    with side("main.py") as app, pytest.raises(RefusedError, match=r"outside\.txt"):
        app.run([Step("GET /write")])
    with side("main.py") as app, pytest.raises(RefusedError, match=r"example\.com"):
        app.run([Step("GET /connect")])
    assert not outside.exists()
