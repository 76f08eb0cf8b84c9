"""A notebook's cell with `serve` is run again: the old server ends, and only that."""

import gc
import os
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.io import capture_output
from traitlets.config import Config

from workbook import Server, serve


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    config = Config()
    config.HistoryManager.enabled = False
    hooks = sys.displayhook, sys.excepthook
    shell = InteractiveShell(config=config)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield shell
    for each in shell.user_ns.values():
        if isinstance(each, Server):
            each.close()
    sys.displayhook, sys.excepthook = hooks
    for name in ("last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)


def held(folder: Path) -> tuple[int, int, int]:
    handles = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    return handles, threading.active_count(), len(list(folder.iterdir()))


def is_no_more(later: tuple[int, ...], earlier: tuple[int, ...]) -> bool:
    return all(a <= b for a, b in zip(later, earlier, strict=True))


@pytest.mark.parametrize(
    "cells",
    [
        ["after = serve('after_session')", "after.get('/summary').json(), after.stored()"],
        ["after = serve('after_session')\nafter", "_", "Out"],
        ["after = serve('after_session')", "after.get('http://127.0.0.1:9/')", "1 / 0"],
        ["first = serve('after_session')\nsecond = serve('after_session')"],
    ],
    ids=["used", "shown", "failed", "two of one app"],
)
def test_nothing_grows(shell: InteractiveShell, tmp_path: Path, cells: list[str]) -> None:
    seen = []
    with capture_output():
        shell.run_cell("from workbook import serve")
        for _ in range(4):
            for each in cells:
                shell.run_cell(each, store_history=True)
            seen.append(held(tmp_path))
    # A server closes a connection, and ends an idle thread, a moment after its answer; those of
    # tests before this one may still be closing: at rest there may be less, but never more.
    end = time.monotonic() + 5
    while not is_no_more(held(tmp_path), seen[1]) and time.monotonic() < end:
        time.sleep(0.02)
    assert is_no_more(held(tmp_path), seen[1])
    names = [name for name, each in shell.user_ns.items() if isinstance(each, Server)]
    servers = [shell.user_ns[name] for name in names if not name.startswith("_")]
    assert [each.get("/summary").status_code for each in servers] == [200] * len(servers)
    assert len(servers) == seen[-1][2] == ("second" in cells[0]) + 1


def test_it_needs_no_search_for_garbage() -> None:
    gc.disable()
    try:
        server = serve("after_session")
        server.get("/summary")
        thread, about = server._running.app, weakref.ref(server)
        del server
        assert about() is None
    finally:
        gc.enable()
    assert thread is not None
    assert not thread.is_alive()
