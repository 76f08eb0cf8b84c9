"""A new visitor: what is loaded until the first cell has run, the next visit, and one offline."""

import gzip
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.shared.chromium import Chromium, Lab

pytestmark = pytest.mark.browser

GET = "from workbook import serve\nprint(serve('after_session').get('/expenses'))"
KEPT = "all of it is kept in this browser"
MEGABYTE = 1_000_000
LOADED, SENT = 35 * MEGABYTE, 20 * MEGABYTE  # at most; sent as most servers do, compressed


def seconds_to_first_cell(lab: Lab, lesson: str) -> float:
    start = time.monotonic()
    lab.open(lesson)
    assert lab.execute("from workbook import ENDPOINTS; print(*ENDPOINTS)").startswith("create_")
    return time.monotonic() - start


def test_a_visit_another_and_one_without_a_server(
    start_chromium: Callable[[], Chromium],
    folder: Path,
    lab_folder: str,
    serve_it: Callable[[Path], AbstractContextManager[str]],
    record_property: Callable[[str, object], None],
) -> None:
    chromium = start_chromium()
    page = chromium.context.new_page()
    with serve_it(folder) as address:
        lab = Lab(page, f"{address}{lab_folder}/")
        first = seconds_to_first_cell(lab, "00_start_here")
        paths = {urlsplit(request.url).path for request in chromium.requests}
        files = [folder / path.lstrip("/") for path in paths if "heartbeat" not in path]
        contents = [file.read_bytes() for file in files if file.is_file()]
        loaded, sent = sum(map(len, contents)), sum(len(gzip.compress(each)) for each in contents)
        again = seconds_to_first_cell(
            Lab(chromium.context.new_page(), lab.address), "00_start_here"
        )
        page.goto(address)
        page.get_by_text("files are kept").or_(page.get_by_text(KEPT)).wait_for()
        if (button := page.locator("#offline button")).is_visible():
            button.click()
        page.get_by_text(KEPT).wait_for()
    record_property(
        "said",
        f"Until the first cell has run: {loaded / MEGABYTE:.1f} MB ({sent / MEGABYTE:.1f} MB "
        f"compressed) in {first:.1f} s; at the next visit {again:.1f} s",
    )
    assert 20 * MEGABYTE < loaded <= LOADED
    assert sent <= SENT
    lab.open("03_the_session")  # which was not opened before
    assert "<Response [200 OK]>" in lab.execute(GET)
    page.goto(address)
    page.get_by_text(KEPT).wait_for()
    chromium.context.close()
