"""One of the two apps, as the command sees it: give it an example, get its answers."""

import json
import os
import secrets
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from workbook.processes.python_process import PythonProcess
from workbook.same.requests.step import RESTART, Example
from workbook.same.side.pristine import Pristine
from workbook.same.side.process import Job, Start
from workbook.xray.any_app.copied import copied
from workbook.xray.any_app.errors import AppError
from workbook.xray.any_app.name import Place, located

STARTS = 30.0  # seconds for an import
ENDS = 1.0  # for what an app still does after its last answer
MODULE = "workbook.same.side.process"


class RefusedError(ValueError):
    """An app wants to change what is not in the copy of its folder."""


@dataclass
class Ran:
    """What came of an example.

    Attributes:
        answers: one for each request; the last one may say why there are no more.
        sent: the requests, without references.
        used: ids from earlier answers in them.
        lines: of the app's own that ran: file and number.

    """

    answers: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    used: int = 0
    lines: set[tuple[str, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Picture:
    """The X-ray of a request, as text and as HTML; empty if there is none.

    Attributes:
        text: as `workbook trace` prints it.
        html: as a notebook shows it.
        telling: its lines that change data or raise, in words.

    """

    text: str = ""
    html: str = ""
    telling: list[str] = field(default_factory=list)


class Side:
    """An app in a copy of its folder.

    Args:
        name: as somebody typed it.
        place: where the app is, in the copy.
        original: the folder that was copied.
        environment: variables for it.
        patience: seconds that it may take for an answer.

    Attributes:
        notes: what is to be known of how it runs.
        files: the app's own modules, in the copy.
        lines: that have run, of those that were noted.
        connected: the app uses SQLite.
        reverses: SQLite is to reverse the rows of a query without ORDER BY.

    """

    def __init__(
        self, name: str, place: Place, original: Path, environment: dict[str, str], patience: float
    ) -> None:
        self.name, self.place, self.original = name, place, original
        self.patience = patience
        self.notes: list[str] = []
        self.files: list[Path] = []
        self.lines: set[tuple[str, int]] = set()
        self.connected = self.reverses = False
        self._root = place.folder.parent
        (self._root / "tmp").mkdir()
        own = {"TMPDIR": str(self._root / "tmp"), "XDG_CACHE_HOME": str(self._root / "tmp")}
        self._environment = own | environment
        self._process: PythonProcess | None = None
        self._link: Connection | None = None
        self._restarted = False  # in the middle of an example, in a new process
        self._forks = True
        self._late: list[str] = []
        self._keeps = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
        self._count = 0
        try:
            self._untouched = self._before = self._pristine = self._kept()
            self._begin()
        except BaseException:
            self.close()
            raise

    def run(self, example: Example, *, lines: bool = False) -> Ran:
        """Run an example, in a process and with files of its own.

        Args:
            example: its steps.
            lines: note which lines run.

        Raises:
            RefusedError: the app wants to change what is not in the copy.

        """
        ran = Ran()
        for i, (steps, is_last) in enumerate(_between_restarts(example)):
            if i:
                self._restart()
            if not self._answers(Job("answers", steps, _known(ran), not is_last, lines), ran):
                break
        self._afresh()
        return ran

    def picture(self, example: Example) -> Picture:
        """Return the X-ray of an example's last request."""
        *earlier, (last, _) = _between_restarts(example)
        ran = Ran()
        for steps, _ in earlier:
            self._answers(Job("answers", steps, _known(ran), ends=True), ran)
            self._restart()
        said = self._asked(Job("picture", last, _known(ran)))
        self._afresh()
        return Picture(said.get("picture", ""), said.get("html", ""), said.get("telling", []))

    def document(self) -> dict[str, Any] | None:
        """Return the app's OpenAPI document; None: it has none."""
        said = self._asked(Job("document"))
        self._afresh()
        if "failed" in said:
            raise AppError(f"{self.name} has no OpenAPI document: {said['failed']}")
        return said.get("document")

    def change(self, changed: dict[Path, str]) -> None:
        """Begin again, with another text in some files; the next time they have their own again.

        Raises:
            AppError: the app does not run like this.

        """
        self._end()
        self._untouched.restore()
        for path, text in changed.items():
            (self.place.folder / path).write_text(text, encoding="utf-8")
        self._before = self._kept()
        self._begin()

    def close(self) -> None:
        """End the process, and delete what is temporary."""
        self._end()
        self._keeps.cleanup()

    def _answers(self, job: Job, ran: Ran) -> bool:
        """Run the steps between two restarts; tell whether all were answered."""
        left = len(job.steps)
        for message in self._messages(job):
            if "answer" in message:
                ran.answers.append(message["answer"])
                ran.sent.append(message["sent"])
                left -= 1
            if "lines" in message:
                ran.used = max(ran.used, message["used"])
                self.connected |= message["connected"]
                ran.lines |= {(name, line) for name, line in message["lines"]}
            if left and (why := message.get("failed") or message.get("over")):
                ran.answers.append({"status": 0, "headers": [], "body": "", "raised": why})
        return not left

    def _asked(self, job: Job) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for message in self._messages(job):
            said |= message
        return said

    def _messages(self, job: Job) -> Iterator[dict[str, Any]]:
        """Give a job to the process, and yield what it says until the fork has ended."""
        if self._process is None:
            self._begin(afresh=not self._restarted)
        assert self._link is not None
        pid, said_all = 0, job.kind != "answers"
        over = "its process ended"
        try:
            self._link.send(replace(job, imports=tuple(self._late), reverses=self.reverses))
            self._late = []
            while True:
                patience = ENDS if said_all and job.kind == "answers" else self.patience
                if not self._link.poll(patience):
                    over = f"no answer within {self.patience:g} s"
                    if pid and self._forks:
                        self._kill(pid)
                        if self._link.poll(ENDS):
                            continue
                    break
                message = json.loads(self._link.recv_bytes())
                pid = message.get("pid", pid)
                said_all |= "lines" in message
                self._late += message.get("late", []) if self._forks else []
                if message["refused"]:
                    raise RefusedError(self._refused(message["refused"]))
                if "ended" in message:
                    if message["ended"] not in (0, -signal.SIGKILL):
                        over = f"its process ended with status {message['ended']}"
                    yield {"over": over}
                    return
                yield message
        except RefusedError:
            raise
        except (EOFError, OSError, ValueError):
            pass  # it has ended, or is not itself any more
        self._end()
        yield {"over": over}

    def _refused(self, names: list[str]) -> str:
        return (
            f"{self.name} would change, or connect to, {', '.join(names)}\n"
            "  That is outside of the copy of its folder: it was refused, and is unchanged"
        )

    def _kill(self, pid: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)

    def _restart(self) -> None:
        """Let what comes next be a new start of the app, with the files as they are now."""
        self._end()  # what the import has read, or has not found, is not what is there now
        self._restarted = True

    def _afresh(self) -> None:
        if self._forks and not self._restarted:
            self._pristine.restore()
            return
        self._end()
        self._before.restore()
        self._restarted = False

    def _kept(self) -> Pristine:
        self._count += 1
        kept = Path(self._keeps.name, str(self._count))
        return Pristine(self._root, self.place.folder, self.original, kept)

    def _begin(self, *, afresh: bool = True) -> None:
        key = secrets.token_bytes(16)
        address = None if os.name == "nt" else str(Path(self._keeps.name, "link"))
        with Listener(address, authkey=key) as listener:
            self._process = PythonProcess(
                MODULE,
                [listener.address, key.hex()],
                folder=self.place.here,
                environment=self._environment,
                output=Path(os.devnull),
            )
            self._link = listener.accept()
        self._link.send(Start(self.place, self.original, self._forks))
        if not self._link.poll(STARTS):
            self._end()
            raise AppError(f"{self.name} is not imported within {STARTS:g} s")
        try:
            said = json.loads(self._link.recv_bytes())
        except EOFError:
            self._end()
            raise AppError(f"{self.name} ends Python when it is imported") from None
        if said["refused"]:
            raise RefusedError(self._refused(said["refused"]))
        if "error" in said:
            raise AppError(said["error"])
        self._forks = said["forks"]
        if self._forks and afresh:
            self._pristine = self._kept()  # what the import has made is there in each fork
        self.files = [Path(each) for each in said["files"]]
        if said["threads"] and not self.notes:
            self.notes.append(
                f"{self.name} starts a thread when it is imported: a new process for each example"
            )

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None
        if self._link is not None:
            self._link.close()
            self._link = None


def _known(ran: Ran) -> list[tuple[Any, dict]]:
    from workbook.same.requests.step import Step

    return [(Step(**sent), answer) for sent, answer in zip(ran.sent, ran.answers, strict=False)]


def _between_restarts(example: Example) -> list[tuple[Example, bool]]:
    parts: list[Example] = [[]]
    for step in example:
        if step == RESTART:
            parts.append([])
        else:
            parts[-1].append(step)
    return [(part, i == len(parts) - 1) for i, part in enumerate(parts)]


@contextmanager
def side(
    name: str,
    *,
    environment: dict[str, str] | None = None,
    patience: float = 5,
) -> Iterator[Side]:
    """Start an app in a copy of its folder; at the end of the block nothing of it is left.

    Args:
        name: a file, a folder, or a module, each with `:app` or without.
        environment: variables for it.
        patience: seconds that it may take for an answer.

    Raises:
        AppError: it does not run; the message says why.
        RefusedError: it wants to change what is not in the copy.

    """
    place = located(name)
    with copied(place.folder) as copy:
        one = Side(name, place.moved(copy.folder), place.folder, environment or {}, patience)
        try:
            yield one
        finally:
            one.close()
