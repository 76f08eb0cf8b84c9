"""Everything goes the browser's way, in this process."""

import pytest

from workbook import server
from workbook.browser.app_in_process import AppInProcess


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "RunningApp", AppInProcess)
    monkeypatch.setattr(server, "IN_BROWSER", True)
