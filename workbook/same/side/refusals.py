"""What an app was not allowed to do, said in a file: each process that it starts can say it."""

import json
import os
from pathlib import Path

UNSAID = 70  # the exit status of a process that could not say it: the disk is full


class RefusedError(ValueError):
    """An app wants to change what is not in the copy of its folder."""


class Refusals:
    """The file.

    Args:
        path: of it.

    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def clear(self) -> None:
        """Forget them."""
        self._path.unlink(missing_ok=True)

    def add(self, name: str) -> None:
        """Say one, in the process of the app; where that is impossible the process ends."""
        try:
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(json.dumps(name) + "\n")
        except OSError:
            os._exit(UNSAID)

    def check(self, app: str) -> None:
        """See to it that there are none, in the process of the command; they are then forgotten.

        Raises:
            RefusedError: there are.

        """
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return
        self.clear()
        names = ", ".join(dict.fromkeys(map(json.loads, lines)))
        raise RefusedError(
            f"{app} would change, start, or connect to, {names}\n"
            "  That is outside of the copy of its folder: it was refused, and is unchanged\n"
            "  Where a variable turns it off, name that: --old-env NAME=value, --new-env NAME=value"
        )
