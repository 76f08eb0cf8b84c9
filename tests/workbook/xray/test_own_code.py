"""All of an app's own code is followed, wherever it lies below its folder, and no other code."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.shared.odd_apps import titles
from workbook import Trace, serve, trace
from workbook.xray.entries import Header, Step

FLAT = {
    "shelf_main.py": """
from fastapi import FastAPI
import shelf_rules
from shelf_store import Store
app = FastAPI()
store = Store()
@app.post("/books")
def add_book(title: str):
    shelf_rules.check(title)
    return store.keep(title)
@app.get("/made")
def made():
    return shelf_rules.Label("x").text
""",
    "shelf_rules.py": """
from dataclasses import dataclass
@dataclass
class Label:
    text: str
    def __post_init__(self):
        self.text = self.text.upper()
def check(title):
    if not title:
        raise ValueError("no title")
""",
    "shelf_store.py": """
import installed_shelf
books = []
class Store:
    def keep(self, title):
        self._append(title)
        return installed_shelf.number(books)
    def _append(self, title):
        books.append(title)
""",
    "site-packages/installed_shelf.py": """
def number(books):
    found = len(books)
    return found
""",
}


@pytest.fixture
def flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in FLAT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in FLAT:
        sys.modules.pop(Path(name).stem, None)


def lines(picture: Trace) -> list[str]:
    return [each.source for each in picture.entries if isinstance(each, Step)]


def test_modules_side_by_side(flat: Path) -> None:
    with serve(import_module("shelf_main").app) as client:
        picture = trace(client.post, "/books", params={"title": "Emma"})
    assert (picture.response.json(), picture.troubles) == (1, [])
    assert titles(picture) == [
        "add_book(title='Emma')",
        "check(title='Emma')",
        "Store.keep(title='Emma')",
        "Store._append(title='Emma')",
    ]
    assert "books.append(title)" in lines(picture)
    assert "found = len(books)" not in lines(picture)  # it is installed


def test_a_header_names_the_file_if_there_are_several(flat: Path) -> None:
    with serve(import_module("shelf_main").app) as client:
        picture = trace(client.post, "/books", params={"title": "Emma"})
    files = [each.file for each in picture.entries if isinstance(each, Header)]
    assert files == ["", "shelf_rules.py", "shelf_store.py", "shelf_store.py"]
    assert "Store.keep(title='Emma') · shelf_store.py" in repr(picture)
    assert "shelf_store.py" in picture._repr_html_().replace("<wbr>", "")


def test_generated_code_gives_no_lines(flat: Path) -> None:
    with serve(import_module("shelf_main").app) as client:
        picture = trace(client.get, "/made")
    assert picture.response.json() == "X"
    assert "" not in lines(picture)
    assert titles(picture) == ["made()", "Label.__post_init__()"]
