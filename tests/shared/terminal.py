"""A command in a terminal of a given size, as somebody sees it who looks at the screen."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """A pseudo-terminal in which `workbook` runs.

    Attributes:
        text: all that it has printed, without colours.

    """

    def __init__(self, *arguments: str, rows: int, columns: int) -> None:
        self.text = ""
        self._size = rows, columns
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            kept = {n: v for n, v in os.environ.items() if n not in ("COLUMNS", "LINES")}
            command = [sys.executable, "-m", "workbook", *arguments]
            os.execve(command[0], command, kept | {"TERM": "xterm-256color"})

    def wait(self, until: Callable[[str], bool]) -> None:
        """Read until the text is so, or the command has ended."""
        end = time.monotonic() + 60
        os.set_blocking(self._file, False)
        while not until(self.text):
            assert time.monotonic() < end, self.text
            try:
                read = os.read(self._file, 65_536)
            except BlockingIOError:
                time.sleep(0.02)
                continue
            except OSError:  # so Linux says that the other side has ended
                return
            if not read:
                return
            text = ESCAPES.sub("", read.decode("utf-8", "replace"))
            self.text += text.replace("\r\n", "\n")

    def screen(self) -> list[str]:
        """Return the lines that are on the screen now."""
        rows, columns = self._size
        lines = self.text.split("\n")
        shown = [line[i : i + columns] for line in lines for i in range(0, len(line) or 1, columns)]
        return shown[-rows:]

    def close(self) -> None:
        """End the command."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)
        os.close(self._file)
