"""`workbook serve-site` serves files as a browser needs them, and says what is missing."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typer

from workbook.site.command import serve_site
from workbook.site.serve import server


@pytest.fixture
def site(tmp_path: Path) -> Iterator[httpx.Client]:
    for name in ("index.html", "a.mjs", "a.wasm", "a.js"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    with server(tmp_path) as listening:
        threading.Thread(target=listening.serve_forever).start()
        address = f"http://127.0.0.1:{listening.server_port}"
        with httpx.Client(base_url=address, trust_env=False) as site:
            yield site
        listening.shutdown()


def test_a_browser_runs_what_it_gets(site: httpx.Client) -> None:
    kinds = {name: site.get(name).headers["content-type"] for name in ("/", "a.mjs", "a.js")}
    assert kinds == {"/": "text/html", "a.mjs": "text/javascript", "a.js": "text/javascript"}
    assert site.get("a.wasm").headers["content-type"] == "application/wasm"
    assert site.get("/").text == "index.html"
    assert site.get("other").status_code == 404


def failure(folder: Path, port: int, capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    with pytest.raises(typer.Exit) as raised:
        serve_site(folder, port)
    return capsys.readouterr().err, raised.value.exit_code


def test_without_a_site_it_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, status = failure(tmp_path, 0, capsys)
    assert said.startswith(f"{tmp_path} has no index.html: `uv run --group site workbook site`")
    assert (said.count("\n"), status) == (1, 2)


def test_a_port_in_use_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said, status = failure(tmp_path, port, capsys)
    assert said == f"port {port}: Address already in use; `--port 0` takes any that is free\n"
    assert status == 1
