"""The process of one of the two apps: it imports the app, and forks for each example.

Where it cannot fork, or where the app has threads, it runs one example and ends.
"""

import gc
import json
import os
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from starlette.types import ASGIApp

from workbook.paths import is_library
from workbook.same.requests.step import Example
from workbook.same.side.data_files import DataFiles
from workbook.same.side.lines import Lines
from workbook.xray.any_app.errors import ENDS, AppError, is_own, told
from workbook.xray.any_app.guard import Guard
from workbook.xray.any_app.loading import loaded, running_in
from workbook.xray.any_app.name import Place
from workbook.xray.any_app.outside import guarded


@dataclass(frozen=True)
class Start:
    """What the process needs to begin.

    Attributes:
        place: of the app, in the copy.
        original: the folder that was copied.
        forks: fork for each example, if that can be done.

    """

    place: Place
    original: Path
    forks: bool


@dataclass(frozen=True)
class Job:
    """What a fork does.

    Attributes:
        kind: "answers", "picture" (of the last request), or "document" (of OpenAPI).
        steps: without restarts.
        before: the requests that came before a restart, and their answers.
        ends: let the app end, as before a restart; without, it is killed.
        lines: note which lines ran.
        reverses: see `DataFiles`.
        imports: libraries that an earlier fork has imported late; the next ones then need not.

    """

    kind: str
    steps: Example = field(default_factory=list)
    before: list[tuple[Any, dict]] = field(default_factory=list)
    ends: bool = False
    lines: bool = False
    reverses: bool = False
    imports: tuple[str, ...] = ()


class Link:
    """The connection to the command: what goes there is JSON, as an app could send anything."""

    def __init__(self, connection: Connection, guard: Guard, lines: Lines, data: DataFiles) -> None:
        self._connection, self.guard, self.lines, self.data = connection, guard, lines, data
        self._process = os.getpid()

    def say(self, **message: Any) -> None:
        """Send a message, with what was refused so far; a process that the app forks is silent."""
        if os.getpid() != self._process:
            os._exit(0)
        refused = list(self.guard.refused)
        self._connection.send_bytes(json.dumps(message | {"refused": refused}).encode())

    def job(self) -> Job:
        """Wait for the next job."""
        return self._connection.recv()

    def is_a_forks(self) -> None:
        """Belong to this process, which is a fork."""
        self._process = os.getpid()


def main() -> None:
    """Serve the command that has started this process."""
    address, key = sys.argv[1:]
    sys.dont_write_bytecode = True  # a library's could be outside of the copy
    with ExitStack() as stack, Client(address, authkey=bytes.fromhex(key)) as connection:
        start: Start = connection.recv()
        place = start.place
        guard = stack.enter_context(guarded(place.folder.parent, start.original, strict=True))
        stack.enter_context(running_in(place, start.original))
        lines = Lines(place.folder)
        data = DataFiles()
        link = Link(connection, guard, lines, data)
        try:
            with lines.noted():
                app = loaded(place, start.original)
        except AppError as error:
            link.say(error=guard.refusal() or str(error))
            return
        threads = threading.active_count() - 1
        forks = start.forks and hasattr(os, "fork") and not threads
        own = [name for name in map(_file, list(sys.modules.values())) if name]
        files = sorted({name for name in own if is_own(Path(name), place.folder)})
        link.say(forks=forks, threads=threads, files=files)
        _serve(link, app, place, forks=forks)


def _file(module: Any) -> str:
    name = vars(module).get("__file__") if hasattr(module, "__dict__") else None
    return name if isinstance(name, str) else ""


def _serve(link: Link, app: ASGIApp, place: Place, *, forks: bool) -> None:
    from workbook.same.side.example import run

    engines = [each for each in gc.get_objects() if Engine in type(each).__mro__]
    gc.collect()
    gc.freeze()  # or a fork's first collection would copy all of this process's memory
    while True:
        try:
            job = link.job()
        except (EOFError, OSError):
            return
        _import(job.imports)
        if forks and (pid := os.fork()):
            _, status = os.waitpid(pid, 0)
            link.say(ended=os.waitstatus_to_exitcode(status))
            continue
        if forks:
            link.is_a_forks()
            for engine in engines:
                if engine.url.database not in (None, "", ":memory:"):
                    engine.dispose(close=False)  # a connection is not for two processes
        try:
            link.say(pid=os.getpid())
            run(job, app, place, link)
        except ENDS as error:
            link.say(failed=told(error, f"{place.name} cannot be asked", place.folder))
        os._exit(0)


def _import(names: tuple[str, ...]) -> None:
    for each in names:
        with suppress(*ENDS):
            import_module(each)
    if names:
        gc.freeze()


def late_libraries(before: set[str]) -> list[str]:
    """Return the libraries that have been imported since there were only these modules."""
    new = {name: _file(sys.modules[name]) for name in sys.modules.keys() - before}
    return [name for name, file in new.items() if file and is_library(file)]


if __name__ == "__main__":
    main()
