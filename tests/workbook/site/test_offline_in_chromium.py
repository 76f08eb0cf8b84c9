"""Offline: after one visit, without a server, a lesson runs that was not opened before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.shared.chromium import Chromium, Lab

pytestmark = pytest.mark.browser


def test_a_lesson_opens_without_a_server(
    start_chromium: Callable[[], Chromium], folder: Path, lab_folder: str, serve_it: Any
) -> None:
    chromium = start_chromium()
    page = chromium.context.new_page()
    with serve_it(folder) as address:
        page.goto(address)
        page.click("#offline button")
        page.get_by_text("Ready for offline use").wait_for()
    lab = Lab(page, f"{address}{lab_folder}/")
    lab.open("03_the_session")
    assert lab.execute("from workbook import serve; print(serve('after_session').get('/expenses'))")
    page.goto(address)
    assert "session" in page.title()
    chromium.context.close()
