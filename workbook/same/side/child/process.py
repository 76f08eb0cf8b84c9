"""The process of one of the two apps: it imports the app, and forks for each example.

Where it cannot fork, or where the app has threads or processes, it runs one example and ends.
"""

import gc
import os
import sys
import threading
from contextlib import ExitStack, suppress
from multiprocessing.connection import Client
from pathlib import Path

from sqlalchemy import Engine
from starlette.types import ASGIApp

from workbook.processes.descendants import adopt, descendants, end_descendants
from workbook.same.side.child.data_files import DataFiles
from workbook.same.side.child.example import run
from workbook.same.side.child.libraries import file_of, import_libraries
from workbook.same.side.child.lines import Lines
from workbook.same.side.child.link import Link
from workbook.same.side.child.unaudited import looked_at
from workbook.same.side.job import Job, Start
from workbook.same.side.refusals import Refusals
from workbook.xray.any_app.errors import AppError, is_own, told
from workbook.xray.any_app.loading import loaded, running_in
from workbook.xray.any_app.name import Place
from workbook.xray.any_app.outside import guarded


def main() -> None:
    """Serve the command that has started this process."""
    address, key = sys.argv[1:]
    with ExitStack() as stack, Client(address, authkey=bytes.fromhex(key)) as connection:
        start: Start = connection.recv()
        place = start.place
        adopt()
        with suppress(OSError):  # Linux ends this one first, if an app takes all the memory
            Path("/proc/self/oom_score_adj").write_text("1000")
        sys.dont_write_bytecode = True  # this is a fork, so that it is too late for the variable
        lines, data = Lines(place.folder), DataFiles()
        guard = stack.enter_context(
            guarded(place.folder.parent, start.original, start.refusals, strict=True)
        )
        guard.tell = Refusals(start.refusals).add
        stack.enter_context(looked_at(guard))
        link = Link(connection, guard, lines, data)
        stack.enter_context(running_in(place, start.original))
        stack.enter_context(lines.noted())
        try:
            app = loaded(place, start.original)
        except AppError as error:
            link.say(error=str(error))
            return
        alone = threading.active_count() == 1 and not descendants(os.getpid())
        forks = start.forks and hasattr(os, "fork") and alone
        names = {file_of(each) for each in list(sys.modules.values())}
        inside = [name for name in names if name.startswith(str(place.folder))]
        files = sorted(name for name in inside if is_own(Path(name), place.folder))
        link.say(forks=forks, alone=alone, files=files)
        _serve(link, app, place, forks=forks)


def _serve(link: Link, app: ASGIApp, place: Place, *, forks: bool) -> None:
    engines = [each for each in gc.get_objects() if Engine in type(each).__mro__]
    gc.collect()
    gc.freeze()  # or a fork's first collection would copy all of this process's memory
    while True:
        try:
            job = link.job()
        except (EOFError, OSError):
            return
        import_libraries(job.imports)
        if not forks:
            _work(link, app, place, job, forks=False)
        if pid := os.fork():
            _, status = os.waitpid(pid, 0)
            _end_orphans()
            link.say(ended=os.waitstatus_to_exitcode(status))
            continue
        link.is_a_forks()
        for engine in engines:
            if engine.url.database not in (None, "", ":memory:"):
                engine.dispose(close=False)  # a connection is not for two processes
        _work(link, app, place, job)


def _work(link: Link, app: ASGIApp, place: Place, job: Job, *, forks: bool = True) -> None:
    """Do a job, and end this process."""
    try:
        link.say(pid=os.getpid())
        os.chdir(place.here)  # an earlier example may have removed it: this is another one
        run(job, app, place, link)
    except BaseException as error:
        link.say(failed=told(error, f"{place.name} cannot be asked", place.folder))
    finally:
        if not forks:  # else its parent says so
            with suppress(OSError):
                link.say(ended=0)
        os._exit(0)


def _end_orphans() -> None:
    """End what a fork has left behind."""
    with suppress(ChildProcessError):  # there is nothing
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                end_descendants(os.getpid())


if __name__ == "__main__":
    main()
