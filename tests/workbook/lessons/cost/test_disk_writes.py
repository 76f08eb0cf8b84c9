"""What is counted is what was really written: the file shows which pages have changed."""

from pathlib import Path

import pytest

from workbook.lessons.cost import disk_writes, fill
from workbook.lessons.cost.disk_writes import DiskWrites
from workbook.server import Server, serve

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food"}
PAGE = 4_096


def pages_changed(old: bytes, new: bytes) -> int:
    return sum(old[i : i + PAGE] != new[i : i + PAGE] for i in range(0, len(new), PAGE))


def change(after: Server, method: str, path: str, body: dict | None) -> tuple[DiskWrites, int]:
    """Send a request; return what was counted, and how many pages differ in the app's own file."""
    assert after.engine is not None
    file = Path(str(after.engine.url.database))
    old = file.read_bytes()
    with disk_writes(after) as written:
        after.request(method, path, json=body).raise_for_status()
    return written, pages_changed(old, file.read_bytes())


def test_it_counts_the_pages_that_change_in_the_apps_own_file() -> None:
    with serve("after_session") as after:
        fill(after, 250)
        for method, path, body, pages in (
            ("POST", "/expenses", LUNCH, 3),
            ("PATCH", "/expenses/5", {"amount": 900}, 2),
            ("PATCH", "/expenses/5", {"amount": 900}, 0),
            ("GET", "/expenses", None, 0),
            ("DELETE", "/expenses/5", None, 2),
        ):
            written, changed = change(after, method, path, body)
            assert written.pages == changed == pages, method
            assert written.database == pages * PAGE
            # A header, each page with its number and its checksum, and at the end how many pages.
            assert written.journal == (512 + pages * (4 + PAGE + 4) + 12 if pages else 0)
            assert written.syncs == (3 if pages else 0)
        posts = [change(after, "POST", "/expenses", LUNCH) for _ in range(15)]
        assert all(written.pages == changed for written, changed in posts)
        assert [changed for _, changed in posts if changed != 3] == [4]  # a page was full
        written, changed = posts[-1]
        after.post("/expenses", json=LUNCH)
        assert written.pages == changed  # what comes after the block is not counted


def test_it_refuses_an_app_without_a_database() -> None:
    with (
        serve("before_dict_json") as before,
        pytest.raises(TypeError, match="a database of SQLite"),
        disk_writes(before),
    ):
        pass


def test_both_apps_are_filled_with_the_same() -> None:
    with serve("before_dict_json") as before, serve("after_session") as after:
        for number in (3, 12, 12):
            for app in (before, after):
                fill(app, number)
            assert before.get("/expenses").content == after.get("/expenses").content
            assert len(after.get("/expenses").json()) == number
        ids = [app.post("/expenses", json=LUNCH).json()["id"] for app in (before, after)]
        assert ids == [13, 13]
        assert before.stored().count("Lunch") == 13
