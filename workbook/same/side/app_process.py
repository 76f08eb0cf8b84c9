"""The process of an app, as the command sees it: it is given jobs, and killed."""

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Any

from workbook.processes.fork_server import ServerEndedError
from workbook.processes.python_process import PythonProcess
from workbook.same.side.connection import address, how_ended, in_time, received
from workbook.same.side.job import Job, Start
from workbook.same.side.refusals import Refusals
from workbook.xray.any_app.errors import AppError

STARTS = 30.0  # seconds for an import
ENDS = 1.0  # for what an app still does after its last answer
MODULE = "workbook.same.side.child.process"


class AppProcess:
    """A process that has imported an app.

    Args:
        name: of the app, as somebody typed it.
        start: what the process needs to begin.
        environment: variables for it.

    Attributes:
        forks: it runs each job in a fork; otherwise it ends with its first job.
        alone: the app has started neither a thread nor a process.
        files: the app's own modules, in the copy.
        hung: the app did not end in time when it was let to.
        has_ended: it is not there any more.

    """

    def __init__(self, name: str, start: Start, environment: dict[str, str]) -> None:
        self._name, self._refusals = name, Refusals(start.refusals)
        self._refusals.clear()
        self.hung = self.has_ended = False
        key = secrets.token_bytes(16)
        with Listener(address(start.refusals), authkey=key) as listener:
            self._process = PythonProcess(
                MODULE,
                [os.fsdecode(listener.address), key.hex()],
                folder=start.place.here,
                environment=environment,
                output=Path(os.devnull),
            )
            self._link = in_time(listener.accept())
        self._link.send(start)

    def imported(self) -> None:
        """Wait until it has imported the app.

        Raises:
            AppError: that fails, or takes too long; the message says why.
            RefusedError: the app wants to change what is not in the copy.

        """
        try:
            if not self._link.poll(STARTS):
                raise AppError(f"{self._name} cannot be imported: no end within {STARTS:g} s")
            said = received(self._link)
        except (EOFError, OSError, ValueError) as error:
            self._refusals.check(self._name)
            if isinstance(error, AppError):
                raise
            why = self._how_it_ended() or "its process ended"
            raise AppError(f"{self._name} cannot be imported: {why}") from None
        self._refusals.check(self._name)
        if "error" in said:
            raise AppError(said["error"])
        self.forks, self.alone = said["forks"], said["alone"]
        self.files = [Path(each) for each in said["files"]]

    def messages(self, job: Job) -> Iterator[dict[str, Any]]:
        """Give it a job, and yield what it says; the last message says why it is over.

        Raises:
            RefusedError: the app wants to change what is not in the copy.

        """
        pid, patience = 0, job.patience
        begins = "it does not start: its lifespan: " if job.kind == "answers" else ""
        all_said = killed = False
        over = "its process ended"
        try:
            self._link.send(job)
            while True:
                if not self._link.poll(patience):
                    over = f"no {'end' if begins else 'answer'} within {job.patience:g} s"
                    self.hung = all_said and bool(job.ends)
                    if pid and self.forks and not killed:
                        killed = True
                        with suppress(ProcessLookupError, PermissionError):
                            os.kill(pid, signal.SIGKILL)
                        if self._link.poll(ENDS):
                            continue
                    break
                message = received(self._link)
                if "ended" in message:
                    if message["ended"] and not killed:
                        over = how_ended(message["ended"])
                    self._refusals.check(self._name)
                    yield {"over": begins + over}
                    return
                pid = message.get("pid", pid)
                begins = "" if "begun" in message else begins
                if "answered" in message:
                    all_said, patience = True, job.ends or ENDS
                yield message
        except (EOFError, OSError):  # it has ended, or is not itself any more
            over = self._how_it_ended() or over
        self.end()
        self._refusals.check(self._name)
        yield {"over": begins + over}

    def end(self) -> None:
        """End it, and all that it has started; a second call does nothing."""
        if self.has_ended:
            return
        self.has_ended = True
        self._process.end()
        self._link.close()

    def _how_it_ended(self) -> str:
        with suppress(OSError, ValueError, ServerEndedError):  # another thread has ended it
            status = self._process.wait(ENDS)
            return how_ended(status) if status else ""
        return ""
