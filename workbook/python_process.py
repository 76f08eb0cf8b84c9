"""`python -m module`, without importing FastAPI, SQLModel and pytest anew each time.

To import them takes a second of CPU, a fork of a process that has imported them takes a hundredth.
So a server process imports them once and forks for each job. It is a process of its own because
this one may have threads (a notebook's kernel has), and a fork copies their locks as they are.
Where the system cannot fork (Windows), each job is a new Python.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection
from pathlib import Path

from workbook.paths import ROOT

PRELOADED = ("pytest", "workbook.checker.child.checking")
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    # Otherwise glibc reserves memory by the number of processors, and a limit means less.
    "MALLOC_ARENA_MAX": "2",
}
END = b"\n"  # of a message


class ServerEndedError(Exception):
    """The server ended before the job did: it was killed from outside, or by a job."""


class PythonProcess:
    """A job that runs: `python -m module` in a session (process group) of its own.

    Args:
        module: what to run as `__main__`.
        arguments: what it finds in `sys.argv[1:]`.
        folder: its working folder.
        environment: variables that it has besides this process's.
        output: the file that gets all that it prints.

    Raises:
        ServerEndedError: it could not be started.

    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        folder: Path,
        environment: dict[str, str],
        output: Path,
    ) -> None:
        variables = os.environ | environment
        self._link: socket.socket | None = None
        if not hasattr(os, "fork"):
            with output.open("wb") as file:
                self._popen = subprocess.Popen(
                    [sys.executable, "-m", module, *arguments],
                    cwd=folder,
                    env=variables,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                )
            return
        job = [module, list(arguments), str(folder), dict(variables), str(output)]
        self._link = _server.link()
        with suppress(BrokenPipeError):  # then there is no answer either
            self._link.sendall(json.dumps(job).encode() + END)
        self.pid = self._message("started")

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait until it ends, or until the time is over.

        Args:
            seconds: how long to wait; None: until it ends.

        Returns:
            The exit status, as `subprocess` has it: -9 is signal 9; None: it still runs.

        Raises:
            ServerEndedError: how it ended is not known.

        """
        if self._link is None:
            with suppress(subprocess.TimeoutExpired):
                return self._popen.wait(seconds)
            return None
        if not connection.wait([self._link], seconds):
            return None
        status = self._message("ended")
        self._link.close()
        return status

    def end(self) -> None:
        """Kill it, and all that it has started, but for what has left its session."""
        if self._link is None:
            self._popen.kill()
            self._popen.wait()
            return
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended already
            os.killpg(self.pid, signal.SIGKILL)
        self._link.close()

    def _message(self, expected: str) -> int:
        assert self._link is not None
        text = b""
        with suppress(ConnectionResetError):
            while not text.endswith(END) and (part := self._link.recv(1_000)):
                text += part
        what, _, number = text.decode().partition(" ")
        if what == expected:
            return int(number)
        self._link.close()
        raise ServerEndedError(
            "the process that starts the others was ended"
            if not text
            else f"no process could be started: {text.decode().strip()}"
        )


class _Server:
    """The server process, from this side; it is started when it is first needed."""

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
                [sys.executable, "-m", "workbook.python_process", str(theirs.fileno())],
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

    def fork(self) -> None:
        """Let a fork of this very process be the server: it has imported everything already."""
        for each in (sys.stdout, sys.stderr):
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
            if job := _serve(theirs):
                _become(job)
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


_server = _Server()
if hasattr(os, "fork"):
    os.register_at_fork(after_in_child=_server.forget)


def serve_from_here() -> None:
    """Let a fork of this process, which must have one thread, start all further jobs.

    For a command that has imported everything and done nothing yet: it need not import it twice.
    """
    if hasattr(os, "fork") and threading.active_count() == 1:
        for each in PRELOADED:
            import_module(each)
        _server.fork()


def _serve(control: socket.socket) -> socket.socket | None:
    """Fork for each link that comes, and tell it how the fork ended, until no more can come.

    Args:
        control: the links come through it.

    Returns:
        In a fork, its link; None: in the server, when the other side has ended or let go of it.

    """
    gc.freeze()  # or a fork's first collection would copy all of this process's memory
    told, tell = socket.socketpair()  # by the system, when a fork has ended
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
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
            return None
        link = socket.socket(fileno=numbers[0])
        try:
            pid = os.fork()
        except OSError as error:  # there are as many processes as there may be
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


def _become(link: socket.socket) -> None:
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
    for each in PRELOADED:
        import_module(each)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        job = _serve(control)
    if job:
        _become(job)


if __name__ == "__main__":
    main()
