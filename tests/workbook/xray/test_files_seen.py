"""A file is seen however it is opened, and what was in it before is told."""

import asyncio
import csv
import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shared.odd_apps import before, texts, traced


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write_with_open() -> None:
    with open("notes.json", "w") as file:
        json.dump(["new"], file)


def write_text() -> None:
    Path("notes.json").write_text('["new"]')


def replaces() -> None:
    with tempfile.NamedTemporaryFile("w", dir=".", suffix=".json", delete=False) as file:
        file.write('["new"]')
    os.replace(file.name, "notes.json")


def moves() -> None:
    Path("draft.json").write_text('["new"]')
    shutil.move("draft.json", "notes.json")


def opens_by_number() -> None:
    number = os.open(b"notes.json", os.O_WRONLY | os.O_TRUNC)
    with open(number, "w") as file:
        file.write('["new"]')


WAYS = [write_with_open, write_text, replaces, moves, opens_by_number]


@pytest.mark.parametrize("write", WAYS)
def test_its_text_before_and_after(write: Callable[[], None]) -> None:
    Path("notes.json").write_text('["old"]')

    def endpoint() -> int:
        write()
        return 1

    picture = traced(endpoint)
    assert 'notes.json: ["old"]' in before(picture)
    assert 'notes.json: ["new"]' in texts(picture, "disk")
    assert Path("notes.json").read_text() == '["new"]'


def test_in_a_thread_of_asyncio() -> None:
    Path("notes.json").write_text('["old"]')

    async def endpoint() -> int:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, Path("notes.json").write_text, '["new"]')

    picture = traced(endpoint)
    assert 'notes.json: ["old"]' in before(picture)
    assert texts(picture, "disk") == ['notes.json: ["new"]']


def test_it_is_emptied_when_it_is_opened() -> None:
    Path("notes.json").write_text('["old"]')

    def endpoint() -> int:
        with open("notes.json", "w") as file:
            file.write('["new"]')
            os.path.getsize("notes.json")
        return 1

    picture = traced(endpoint)
    assert texts(picture, "disk") == ["notes.json: EMPTY (0 bytes)", 'notes.json: ["new"]']
    said = [line.strip() for line in repr(picture).splitlines() if "»" in line]
    assert said[0].startswith("» The file is empty: its old text is gone")
    assert said[1].startswith("» On disk, the file is still empty")
    assert said[-1] == "» It is on the disk now."


def test_one_that_does_not_exist_yet() -> None:
    def endpoint() -> int:
        with open("new.txt", "x") as file:
            file.write("first\n")
        with open("new.txt", "a") as file:
            file.write("second\n")
        return 1

    picture = traced(endpoint)
    assert "new.txt: does not exist" in before(picture)
    assert "has been written yet" in repr(picture)
    assert texts(picture, "disk")[1:] == ["new.txt: first", "new.txt: first"]


def test_one_that_is_only_read() -> None:
    Path("notes.json").write_text('["old"]')

    def endpoint() -> list:
        with open("notes.json") as file:
            return json.load(file)

    picture = traced(endpoint)
    assert 'notes.json: ["old"]' in before(picture)
    assert texts(picture, "disk") == []


def test_one_that_is_removed() -> None:
    Path("notes.json").write_text('["old"]')

    def endpoint() -> int:
        os.unlink("notes.json")
        return 1

    picture = traced(endpoint)
    assert texts(picture, "disk") == ["notes.json: does not exist"]
    assert "The file is no longer there." in repr(picture)


def test_csv_and_pickle() -> None:
    def endpoint() -> int:
        with open("rows.csv", "w", newline="") as file:
            csv.writer(file).writerow(["id", "name"])
        with open("data.pkl", "wb") as raw:
            pickle.dump({"a": 1}, raw)
        return 1

    shown = texts(traced(endpoint), "disk")
    assert "rows.csv: id,name" in shown
    assert f"data.pkl: (binary, {Path('data.pkl').stat().st_size} bytes)" in shown
