"""The lives of an app in a copy of its folder: its processes, and its files, time and again."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbook.command_line.ending import PROCESS
from workbook.processes.held_folder import held_folder
from workbook.same.side.app_files import AppFiles
from workbook.same.side.app_process import ENDS, AppProcess
from workbook.same.side.job import Job, Start
from workbook.xray.any_app.errors import AppError
from workbook.xray.any_app.name import Place


class Life:
    """An app that lives again and again.

    Args:
        name: as somebody typed it.
        place: where the app is, in the copy.
        original: the folder that was copied.
        environment: variables for it.
        patience: seconds that it may take for an answer.

    Attributes:
        notes: what is to be known of how it runs.
        files: the app's own modules, in the copy.
        end_patience: seconds that it gets to end before a restart.

    Raises:
        AppError: it does not run; the message says why.
        RefusedError: it wants to change what is not in the copy.

    """

    def __init__(
        self, name: str, place: Place, original: Path, environment: dict[str, str], patience: float
    ) -> None:
        self._name, self._place, self._original = name, place, original
        self._patience = self.end_patience = patience
        self.notes: list[str] = []
        self.files: list[Path] = []
        root = place.folder.parent
        (root / "tmp").mkdir()
        own = {"TMPDIR": str(root / "tmp"), "XDG_CACHE_HOME": str(root / "tmp")}
        self._environment = own | environment
        self._process: AppProcess | None = None
        self._restarted = False  # in the middle of an example, in a new process
        self._forks = True
        self._late: list[str] = []
        self._stack = ExitStack()
        self._keeps = self._stack.enter_context(held_folder())
        self._is_over = False
        self._starting, self._working = threading.Lock(), threading.RLock()
        try:
            self._copy = AppFiles(root, place.folder, original, self._keeps)
            self._begin()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def one(self) -> Iterator[None]:
        """Let the app live once in this block; its files are then as they were.

        Raises:
            KeyboardInterrupt: the command was stopped in the middle of what passes over errors,
                such as Hypothesis' callback of the garbage collector.

        """
        if PROCESS.stopped_by:
            raise KeyboardInterrupt
        with self._working:
            is_at_work = True
            try:
                yield
                is_at_work = False
            finally:
                goes_on = self._forks and not self._restarted and not is_at_work
                self._restarted = False
                if not goes_on:
                    self._end()
                self._copy.restore(imported=goes_on)

    def messages(self, job: Job) -> Iterator[dict[str, Any]]:
        """Give a job to the process, and yield what it says until the job is over.

        After a restart, that the app cannot be imported any more is said like all else.

        Raises:
            AppError: the app does not run; or it is not asked any more.
            RefusedError: it wants to change what is not in the copy.

        """
        try:
            process = self._process or self._begin(afresh=not self._restarted)
        except AppError as error:
            if self._is_over or not self._restarted:
                raise
            yield {"over": f"it does not start: {str(error).splitlines()[0]}"}
            return
        imports, self._late = tuple(self._late), []
        for message in process.messages(replace(job, imports=imports, patience=self._patience)):
            self._late += message.get("late", []) if self._forks else []
            for each in message.get("reached", []):
                self._note(f"it talks to {each}, which is not in the copy: what it changes stays")
            yield message
        if process.has_ended:
            self._process = None
        if process.hung:
            self.end_patience = ENDS
            self._note(f"its lifespan does not end within {self._patience:g} s: it was killed")

    def restart(self) -> None:
        """Let what comes next be a new start of the app, with the files as they are now."""
        self._end()  # what the import has read, or has not found, is not what is there now
        self._restarted = True

    def change(self, changed: dict[Path, str]) -> None:
        """Begin again, with another text in some files of the copy, as it was at first.

        Raises:
            AppError: the app does not run like this.

        """
        with self._working:
            self._end()
            self._copy.change(changed)
            self._begin()

    def close(self) -> None:
        """End the process, and delete what is temporary; another thread may be waiting for it."""
        with self._starting:
            self._is_over = True
            if self._process is not None:
                self._process.end()
        with self._working:
            self._stack.close()

    def _note(self, text: str) -> None:
        note = f"{self._name}: {text}"
        if note not in self.notes:
            self.notes.append(note)

    def _begin(self, *, afresh: bool = True) -> AppProcess:
        start = Start(self._place, self._original, self._keeps / "refused", self._forks)
        with self._starting:
            if self._is_over:
                raise AppError(f"{self._name} is not asked any more")
            process = self._process = AppProcess(self._name, start, self._environment)
        try:
            process.imported()
        except BaseException as error:
            self._end()
            if self._is_over and isinstance(error, AppError):  # it was ended while it imported
                raise AppError(f"{self._name} is not asked any more") from None
            raise
        self._forks, self.files[:] = process.forks, process.files
        if self._forks and afresh:
            self._copy.note_import()  # what it has made is there in each fork
        if not process.alone:
            self._note("it starts a thread or a process at import: a new process for each example")
        return process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None
