"""One of the two apps, as the command sees it: give it an example, get its answers."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from workbook.same.requests.step import Example
from workbook.same.side.job import Job
from workbook.same.side.life import Life
from workbook.same.side.ran import Picture, Ran, between_restarts
from workbook.same.side.refusals import RefusedError
from workbook.xray.any_app.copied import copied
from workbook.xray.any_app.errors import AppError
from workbook.xray.any_app.name import Place, located, with_its_folder

__all__ = ["Picture", "Ran", "RefusedError", "Side", "side"]


class Side:
    """An app in a copy of its folder.

    Args:
        name: as somebody typed it.
        place: where the app is, in the copy.
        life: of the app there.

    Attributes:
        notes: what is to be known of how the app runs.
        files: the app's own modules, in the copy.
        lines: in which statements of its functions have begun.
        connected: the app uses SQLite.
        reverses: SQLite is to reverse the rows of a query without ORDER BY.

    """

    def __init__(self, name: str, place: Place, life: Life) -> None:
        self.name, self.place, self._life = name, place, life
        self.lines: set[tuple[str, int]] = set()
        self.connected = self.reverses = False
        self._endless: set[str] = set()
        self.notes, self.files = life.notes, life.files
        self.change = life.change

    def run(self, example: Example) -> Ran:
        """Run an example, in a process and with files of its own.

        Args:
            example: its steps.

        Raises:
            AppError: the app does not run; only after a restart is this an answer.
            RefusedError: it wants to change what is not in the copy.

        """
        ran = Ran()
        with self._life.one():
            *earlier, last = between_restarts(example)
            for steps in earlier:
                if not self._answers(steps, ran, ends=True):
                    return ran
                self._life.restart()
            self._answers(last, ran)
        return ran

    def picture(self, example: Example) -> Picture:
        """Return the X-ray of an example's last request; an empty one: it did not answer.

        Raises:
            AppError: the app does not run.
            RefusedError: it wants to change what is not in the copy.

        """
        *earlier, last = between_restarts(example)
        ran = Ran()
        with self._life.one():
            for steps in earlier:
                self._answers(steps, ran, ends=True)
                self._life.restart()
            said = self._asked(Job("picture", last, ran.known(), reverses=self.reverses))
        return Picture(said.get("picture", ""), said.get("html", ""), said.get("telling", []))

    def document(self) -> dict[str, Any] | None:
        """Return the app's OpenAPI document; None: it has none.

        Raises:
            AppError: it should have one, and does not give it.

        """
        with self._life.one():
            said = self._asked(Job("document"))
        if "document" not in said:
            why = said.get("failed") or said["over"]
            raise AppError(f"{self.name} gives no OpenAPI document: {why}")
        document = said["document"]
        if document is not None and not _is_document(document):
            raise AppError(f"{self.name} gives no OpenAPI document: what it gives has no paths")
        return document

    def _answers(self, steps: Example, ran: Ran, *, ends: bool = False) -> bool:
        """Run the steps between two restarts; tell whether all were answered."""
        end = self._life.end_patience if ends else 0
        endless = frozenset(self._endless)
        job = Job("answers", steps, ran.known(), end, self.reverses, endless=endless)
        wanted, why, begun = len(ran.answers) + len(steps), "", False
        for message in self._life.messages(job):
            ran.add(message)
            begun = begun or "begun" in message
            self.connected |= message.get("connected", False)
            if message.get("answer", {}).pop("endless", False):
                self._endless.add(message["sent"]["operation"])
            why = why or message.get("failed") or message.get("over", "")
        if begun and len(ran.answers) == wanted:
            return True
        ran.answers.append({"status": 0, "headers": [], "body": "", "raised": why})
        return False

    def _asked(self, job: Job) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for message in self._life.messages(job):
            said |= message
        return said


def _is_document(given: Any) -> bool:
    paths = given.get("paths") if isinstance(given, dict) else None
    return isinstance(paths, dict) and all(isinstance(each, dict) for each in paths.values())


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
    place = with_its_folder(located(name))
    with copied(place.folder, in_place=False) as copy:
        there = place.moved(copy.folder)
        with closing(Life(name, there, place.folder, environment or {}, patience)) as life:
            yield Side(name, there, life)
