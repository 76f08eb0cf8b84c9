"""Start one of the apps on a free loopback port, with data of its own, and talk to it."""

import importlib
import os
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from unittest import mock

import httpx
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool
from starlette.types import ASGIApp

from workbook.browser.mode import IN_BROWSER
from workbook.display.text import PlainText, table
from workbook.internals.in_ipython import forget

# The two ways to run an app. They have the same methods, and nothing else knows which one it is.
if TYPE_CHECKING or not IN_BROWSER:
    from workbook.serving.uvicorn_thread import UvicornThread as RunningApp
else:
    from workbook.browser.app_in_process import AppInProcess as RunningApp
    from workbook.browser.instead import install

    install()

DROPPED = 3  # seconds for an app to end that nobody refers to any more


class Server(httpx.Client):
    """An app that runs in a thread of this process, and the client that talks to it.

    Every method of `httpx.Client` (`get`, `post`, `patch`, `delete`) sends a real HTTP request. In
    a browser, which has no other threads and no ports, it is handed to the app as it is.
    The server stops and its data is deleted with `close()`, when nothing refers to it any more (in
    a notebook: when its cell is run again), or when Python ends.

    Args:
        app: the package whose `main.app` is served, such as `"after_session"`, or an app itself,
            which is served as it is.
        database_url: a database to use instead of a new SQLite file.
        patience: how many seconds to wait for the app to end; None: as long as it takes.

    Attributes:
        main: the module that runs now (with a package), so that its variables can be looked at.

    Raises:
        ModuleNotFoundError: there is no such package.
        Exception: whatever the app raises when it starts, such as for a broken data file.

    """

    def __init__(
        self,
        app: str | ASGIApp,
        *,
        database_url: str | None = None,
        patience: float | None = None,
    ) -> None:
        # A connection for each request: after a 500 the server closes it, and a request on its
        # way at that moment would be lost. (httpx.Limits would close it a moment too late.)
        headers = {"connection": "close"}
        self._app = app
        self._running = running = _Running(patience)
        # It waits longer than the app waits for a lock of SQLite, and so gets the app's answer.
        super().__init__(timeout=90, trust_env=False, headers=headers, transport=running)
        self.data_file = Path(running.folder.name, "expenses.json")
        self.database_url = database_url or f"sqlite:///{running.folder.name}/expenses.db"
        self._dropped = weakref.finalize(self, running.drop)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, kind: type[BaseException] | None = None, *_: object) -> None:
        if kind is not None and not issubclass(kind, Exception):
            self._running.patience = 0  # who presses Ctrl-C does not wait for an app that hangs
        self.close()  # httpx would close only the client

    def restart(self) -> None:
        """Stop the app and start it again: its memory is gone, its file or database is not."""
        self._running.stop()
        self._start()

    def close(self) -> None:
        """Stop the app, close the client, delete the data. A second call does nothing."""
        if self._dropped.detach():
            self._running.end()
        super().close()

    def stored(self) -> PlainText:
        """Return what is outside the app's memory: the text of its file, or its database's rows.

        Rows are read through a connection of their own, so they are what everybody can see.

        Raises:
            TypeError: an app itself is served, and only it knows where its data is.
        """
        if not isinstance(self._app, str):
            raise TypeError("stored() knows only the data of an app that is served by name")
        if not self._uses_database:
            exists = self.data_file.exists()
            return PlainText(self.data_file.read_text(encoding="utf-8") if exists else "(no file)")
        engine = create_engine(self.database_url, poolclass=NullPool)
        if not inspect(engine).has_table("expense"):
            return PlainText("(no table)")
        with engine.connect() as connection:
            result = connection.execute(text("SELECT * FROM expense ORDER BY id"))
            return PlainText(table(list(result.keys()), [tuple(row) for row in result]))

    @property
    def engine(self) -> Engine | None:
        """The one that the app uses; None for an app without `after_session.database`."""
        return self._running.engine

    @property
    def _uses_database(self) -> bool:
        return self._app != "before_dict_json"

    def _start(self) -> None:
        app = self._import(self._app) if isinstance(self._app, str) else self._app
        running = RunningApp(app)
        running.start()
        self._running.app = running
        self.base_url = httpx.URL(running.url)

    def _import(self, package: str) -> ASGIApp:
        settings = {"DATA_FILE": str(self.data_file), "DATABASE_URL": self.database_url}
        with mock.patch.dict(os.environ, settings):
            self.main = _import_afresh(package)
        if self._uses_database:
            self._running.engine = sys.modules["after_session.database"].engine
        return self.main.app


class _Running(httpx.BaseTransport):
    """What runs for a server and has to end with it; it does not refer to the server itself.

    Requests go to the app that runs: after a restart that is another one.
    """

    def __init__(self, patience: float | None) -> None:
        self.patience = patience
        self.folder = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
        self.app: RunningApp | None = None
        self.engine: Engine | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert self.app is not None
        return self.app.transport.handle_request(request)

    def close(self) -> None:
        if self.app is not None:
            self.app.transport.close()

    def stop(self) -> None:
        if self.app is not None:
            self.app.stop(self.patience)
        if self.engine is not None:
            self.engine.dispose()

    def end(self) -> None:
        self.stop()
        self.folder.cleanup()

    def drop(self) -> None:
        """End without being asked to: nobody waits long for an app that hangs."""
        self.patience = DROPPED if self.patience is None else self.patience
        self.end()


def _import_afresh(package: str) -> ModuleType:
    """Import the app as a new process would, but for its models: a table is declared once."""
    packages = {package} if package == "before_dict_json" else {package, "after_session"}
    for name in list(sys.modules):
        parent, _, module = name.partition(".")
        if parent in packages and module not in ("", "models"):
            del sys.modules[name]
    return importlib.import_module(f"{package}.main")


def serve(app: str | ASGIApp, *, database_url: str | None = None) -> Server:
    """Start an app and return the client for it; see `Server` for the arguments and errors."""
    forget(Server)  # an old one that had the same name in a notebook ends when that has the new
    return Server(app, database_url=database_url)


@contextmanager
def closed_meanwhile(server: Server) -> Iterator[Server]:
    """Close a server when the block ends, without waiting: uvicorn takes 0.1 seconds to stop."""
    try:
        yield server
    finally:
        if IN_BROWSER:
            server.close()
        else:
            threading.Thread(target=server.close).start()
