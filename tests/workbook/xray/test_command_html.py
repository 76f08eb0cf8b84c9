"""`workbook trace --html FILE`: the picture as a page."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.shared.html import parsed_page, text_of
from tests.shared.other_apps import TODOS, write
from workbook.__main__ import app

HARMFUL = '{"id": 1, "title": "<script>alert(1)</script> & so on \\u202e"}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path, main=TODOS))
    return tmp_path


def trace(html: str, *options: str) -> Result:
    request = ["main.py", "POST", "/todos", HARMFUL]
    return CliRunner().invoke(app, ["trace", *request, "--html", html, *options])


def test_a_page(folder: Path) -> None:
    done = trace("page.html", "--first", 'POST /todos {"id": 2, "title": "Tea"}')
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("page.html: written\n")
    assert "▶" not in done.stdout
    html = (folder / "page.html").read_text(encoding="utf-8")
    page = parsed_page(html.replace("<br>", "<br/>").replace("&nbsp;", " "))
    title = page.find("head/title")
    assert title is not None
    assert text_of(title).startswith('POST /todos   {"id": 1, "title": "<script>')
    text = text_of(page)
    assert "in a copy of" in text
    assert "first: POST /todos" in text
    assert "shelf[todo.id] = todo.title" in text
    assert "<script" not in html
    assert "\u202e" not in html
    assert "color-scheme" in html
    assert "http://" not in html


def test_it_is_replaced_by_the_next_one_only(folder: Path) -> None:
    for _ in range(2):
        assert trace("page.html").exit_code == 0
    (folder / "mine.html").write_text("<p>mine</p>")
    done = trace("mine.html")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "mine.html exists and was not made by `workbook trace`" in done.stderr
    assert (folder / "mine.html").read_text() == "<p>mine</p>"


@pytest.mark.parametrize("name", ["folder", "no/such/folder/page.html"])
def test_a_place_where_no_page_can_be(folder: Path, name: str) -> None:
    (folder / "folder").mkdir()
    done = trace(name)
    assert (done.exit_code, done.stdout) == (1, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr
