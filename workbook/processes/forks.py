"""What runs in the server that forks, and in its forks."""

import gc
import json
import os
import runpy
import signal
import socket
import sys
import tempfile
import warnings
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection

from workbook.processes.descendants import end_all

# The last ones are what pytest, a server, a client or an app import only when they start.
PRELOADED = (
    "pytest",
    "workbook",
    "workbook.checker.child.checking",
    "_pytest.helpconfig",
    "_pytest.skipping",
    "_pytest.unittest",
    "anyio._backends._asyncio",
    "encodings.idna",
    "httpcore",
    "pydantic.v1",
    "pydantic_settings",
    "sqlalchemy.dialects.sqlite",
    "sqlmodel",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "workbook.same.side.child.example",
    "workbook.same.side.child.unaudited",
)
USED_ONCE = "workbook.processes.used_once"
SELDOM = 50_000  # new objects before garbage is looked for: a fork lives for a second or two
END = b"\n"  # of a message


def preload() -> None:
    """Import what takes long to import, and use it; no garbage is looked for in what this makes.

    The X-ray alone, in somebody's environment, has not all of it, and there not all may work.
    """
    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of pydantic.v1, with Python 3.14
        for each in PRELOADED:
            with suppress(ImportError):  # who needs it says so
                import_module(each)
        with suppress(Exception):  # where it does not work, forks begin more slowly
            import_module(USED_ONCE).use_once()
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


def serve(control: socket.socket) -> socket.socket | None:
    """Fork for each link that arrives, and tell it how the fork ended, until no more can arrive.

    Args:
        control: where the links arrive.

    Returns:
        In a fork, its link; None: in the server, when the other side has closed it or ended.

    """
    gc.freeze()  # or a fork's first collection would copy all of this process's memory
    told, tell = socket.socketpair()  # the system tells us when a fork has ended
    tell.setblocking(False)
    signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler the system tells nobody
    links: dict[int, socket.socket] = {}
    while True:
        ready = connection.wait([control, told])
        if told in ready:
            told.recv(1_000)
            _report(links)
        if control not in ready:
            continue
        _, numbers, *_ = socket.recv_fds(control, 1, 1)
        if not numbers:
            for pid in links:
                end_all(pid)
            return None
        link = socket.socket(fileno=numbers[0])
        try:
            pid = os.fork()
        except OSError as error:  # no more processes are allowed
            with link, suppress(OSError):
                link.sendall(f"{error.strerror}\n".encode())
            continue
        if pid:
            links[pid] = link
            continue
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (control, told, tell, *links.values()):
            each.close()
        return link


def _report(links: dict[int, socket.socket]) -> None:
    """Say of each fork that has ended how it did."""
    while links:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with links.pop(pid) as link, suppress(OSError):  # nobody waits for it any more
            link.sendall(b"ended %d\n" % os.waitstatus_to_exitcode(status))


def become(link: socket.socket) -> None:
    """Do in this process what `python -m module` would do."""
    os.setsid()
    with link:
        with link.makefile("rb") as file:
            module, arguments, folder, environment, output = json.loads(file.readline())
        for number, path, flags in (
            (0, os.devnull, os.O_RDONLY),
            (1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            opened = os.open(path, flags)
            os.dup2(opened, number)
            os.close(opened)
        os.dup2(1, 2)
        os.chdir(folder)
        link.sendall(b"started %d\n" % os.getpid())
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # TMPDIR may be another one
    sys.path[:0] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    """Be the server; the number of its end of the connection is the only argument."""
    preload()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        job = serve(control)
    if job:
        become(job)
