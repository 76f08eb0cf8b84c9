"""The process that forks: it imports FastAPI, SQLModel, pytest and the rest once.

To import them takes a second of CPU, a fork a hundredth. The server is a process of its own because
this one may have threads, as a notebook's kernel has, and a fork copies their locks as they are.
"""

import atexit
import os
import socket
import subprocess
import sys
import threading

from workbook.paths import ROOT, is_in_packages
from workbook.processes.forks import END, become, preload, serve

SERVER = "from workbook.processes.forks import main; main()"
# Otherwise glibc reserves memory by the number of processors, and a limit means less.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
if not is_in_packages(ROOT):  # else Python finds it, and its user's own variable stays
    ENVIRONMENT["PYTHONPATH"] = str(ROOT)


class ServerEndedError(Exception):
    """The server ended before the process did: it was killed from outside, or by such a process."""


class ForkServer:
    """The server process, as seen from here; it is started when it is first needed.

    Attributes:
        may_be_a_fork: whether it may be a fork of this process: only of a command, which has
            imported everything, has one thread, and has done nothing yet that a fork could undo.

    """

    may_be_a_fork = False

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Know of no server: in a fork of this process, the server is not the fork's."""
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._pid = 0

    def link(self) -> socket.socket:
        """Return a connection to a new fork of the server."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _ in range(2):
                control = self._control or self._start()
                try:
                    socket.send_fds(control, [END], [theirs.fileno()])
                    return ours
                except OSError:  # it was killed
                    self.close()
        ours.close()
        raise ServerEndedError("the process that starts the others ends at once")

    def _start(self) -> socket.socket:
        control, theirs = socket.socketpair()
        with theirs:
            server = subprocess.Popen(
                [sys.executable, "-c", SERVER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=os.environ | ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C in a terminal is for this process only
            )
        self._control, self._pid = control, server.pid
        server.returncode = 0  # `close` waits for it; Popen would warn that nobody has
        atexit.register(self.close)
        return control

    def start_as_fork(self) -> None:
        """Start it as a fork of this process, if it may be one: nothing is imported twice."""
        if not self.may_be_a_fork or not hasattr(os, "fork") or threading.active_count() > 1:
            return
        preload()
        for each in filter(None, (sys.stdout, sys.stderr)):  # a closed one is None
            each.flush()  # or a fork would print it once more
        ours, theirs = socket.socketpair()
        if pid := os.fork():
            theirs.close()
            self._control, self._pid = ours, pid
            atexit.register(self.close)
            return
        status = 1
        try:
            ours.close()
            os.setsid()
            if job := serve(theirs):
                become(job)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            os._exit(status)  # what this process was before is not for a fork to end

    def close(self) -> None:
        """Let the server end; a second call does nothing."""
        atexit.unregister(self.close)
        if self._control is not None:
            self._control.close()  # this tells it
            self._control = None
        if self._pid:
            os.waitpid(self._pid, 0)
            self._pid = 0


FORK_SERVER = ForkServer()
if hasattr(os, "fork"):
    os.register_at_fork(after_in_child=FORK_SERVER.forget)
