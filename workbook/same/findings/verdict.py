"""What a comparison has found, and what that is worth."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workbook.same.findings.accepted import Entry
from workbook.same.findings.found import Found, Seen
from workbook.same.findings.planted import Planted
from workbook.same.findings.script import script

SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2


@dataclass(frozen=True)
class Shown:
    """A difference with all that is to be seen of it.

    Attributes:
        found: the difference, and its example.
        pictures: the X-rays of the last request in OLD and NEW: text and HTML.

    """

    found: Found
    pictures: tuple[dict[str, str], dict[str, str]]

    @property
    def script(self) -> str:
        """Return a script that shows the difference."""
        found = self.found
        return script(found.example, found.old, found.new, str(found.difference))

    def answers(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the last answers of OLD and NEW."""
        place = sum(step.operation != "RESTART" for step in self.found.example) - 1
        first, second = (
            (ran.answers[place:] or ran.answers[-1:])[0] for ran in (self.found.old, self.found.new)
        )
        return first, second


@dataclass(frozen=True)
class Tried:
    """A planted mistake, and after how many requests it was found; None: it was not."""

    planted: Planted
    requests: int | None
    name: str


@dataclass
class Verdict:
    """The outcome of a comparison.

    Attributes:
        old: the name of OLD.
        new: the name of NEW.
        seed: with it, the same requests are made again.
        documents: where the OpenAPI documents differ.
        shown: the differences.
        seen: what was asked.
        noise: what differs between OLD and OLD.
        never_run: by app and file, the lines that no request has run.
        tried: planted mistakes.
        accepted: entries of the file that were seen.
        stale: entries of the file that were not.
        notes: what else is to be known.
        seconds: that it took to compare.

    """

    old: str
    new: str
    seed: int
    documents: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    noise: list[str] = field(default_factory=list)
    never_run: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    tried: list[Tried] = field(default_factory=list)
    accepted: list[Entry] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self) -> int:
        """Return the exit status: 0 if no difference was found, 1 if there is one."""
        return DIFFERENT if self.shown or self.documents else SAME

    def data(self) -> dict[str, Any]:
        """Return all of it as JSON takes it."""
        return {
            "old": self.old,
            "new": self.new,
            "seed": self.seed,
            "status": self.status,
            "documents": self.documents,
            "differences": [
                {
                    "operation": each.found.difference.operation,
                    "kind": each.found.difference.kind,
                    "requests": len(each.found.example),
                    "script": each.script,
                    "answers": each.answers(),
                    "xray": [picture["text"] for picture in each.pictures],
                }
                for each in self.shown
            ],
            "requests": self.seen.requests,
            "examples": self.seen.examples,
            "seconds": round(self.seconds, 1),
            "ids_from_answers": self.seen.used,
            "statuses": self.seen.statuses,
            "noise": self.noise,
            "never_run": self.never_run,
            "planted": [
                {
                    "file": each.name,
                    "line": each.planted.line,
                    "what": each.planted.what,
                    "requests": each.requests,
                }
                for each in self.tried
            ],
            "accepted": [asdict(each) for each in self.accepted],
            "stale": [asdict(each) for each in self.stale],
            "notes": self.notes,
        }


def name_in(folder: Path, file: Path) -> str:
    """Return a file's name as seen from a folder."""
    return file.relative_to(folder).as_posix()
