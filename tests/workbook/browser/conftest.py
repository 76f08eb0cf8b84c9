"""Everything goes the browser's way, in this process."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Condition

import anyio.from_thread
import pytest
from sqlalchemy import Engine, event

from workbook import server
from workbook.browser import instead, sqlite_locks
from workbook.browser.app_in_process import AppInProcess


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "RunningApp", AppInProcess)
    monkeypatch.setattr(server, "IN_BROWSER", True)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put there what takes another's place in a browser; afterwards all is as it was."""
    for each, name in (
        (ThreadPoolExecutor, "submit"),
        (ThreadPoolExecutor, "shutdown"),
        (Condition, "wait"),
        (anyio.from_thread, "start_blocking_portal"),
        (json._default_decoder, "scan_once"),
    ):
        monkeypatch.setattr(each, name, getattr(each, name))
    instead.install()
    yield
    event.remove(Engine, "do_connect", sqlite_locks._connect)
    event.remove(Engine, "handle_error", sqlite_locks._note)
