"""A process that does what `python -m module` does, without importing everything anew."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path

from workbook.processes.descendants import end_all
from workbook.processes.fork_server import ENVIRONMENT, FORK_SERVER, ServerEndedError
from workbook.processes.forks import END


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
        variables = os.environ | ENVIRONMENT | environment
        self._link: socket.socket | None = None
        self._received = b""  # of a process that ends at once, both messages come together
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
        self._link = FORK_SERVER.link()
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
        if not self._received and not connection.wait([self._link], seconds):
            return None
        status = self._message("ended")
        self._link.close()
        return status

    def end(self) -> None:
        """Kill it, and all that it has started, but for what it has not adopted."""
        if self._link is None:
            self._popen.kill()
            self._popen.wait()
            return
        end_all(self.pid)
        self._link.close()

    def _message(self, expected: str) -> int:
        assert self._link is not None
        with suppress(ConnectionResetError):
            while END not in self._received and (part := self._link.recv(1_000)):
                self._received += part
        text, _, self._received = self._received.partition(END)
        what, _, number = text.decode().partition(" ")
        if what == expected:
            return int(number)
        self._link.close()
        raise ServerEndedError(
            "the process that starts the others was ended"
            if not text
            else f"no process could be started: {text.decode().strip()}"
        )
