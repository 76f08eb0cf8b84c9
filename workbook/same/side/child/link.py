"""The connection to the command, as the process of an app has it."""

import json
import os
from multiprocessing.connection import Connection
from typing import Any

from workbook.same.side.child.data_files import DataFiles
from workbook.same.side.child.lines import Lines
from workbook.same.side.job import Job
from workbook.xray.any_app.guard import Guard


class Link:
    """The connection to the command: what goes there is JSON, as an app could send anything.

    Args:
        connection: to the command.
        guard: looks at what the app does.
        lines: notes which lines run.
        data: knows the app's databases.

    """

    def __init__(self, connection: Connection, guard: Guard, lines: Lines, data: DataFiles) -> None:
        self._connection, self.guard, self.lines, self.data = connection, guard, lines, data
        self._process = os.getpid()

    def say(self, **message: Any) -> None:
        """Send a message; a process that the app forks is silent."""
        if os.getpid() != self._process:
            os._exit(0)
        self._connection.send_bytes(json.dumps(message).encode())

    def job(self) -> Job:
        """Wait for the next job."""
        return self._connection.recv()

    def is_a_forks(self) -> None:
        """Belong to this process, which is a fork."""
        self._process = os.getpid()
