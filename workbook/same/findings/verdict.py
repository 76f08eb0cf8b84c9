"""What a comparison has found, and what that is worth."""

from dataclasses import asdict, dataclass, field
from typing import Any

from workbook.same.answers.difference import Difference
from workbook.same.findings.accepted import Entry
from workbook.same.findings.documents import DOCUMENT
from workbook.same.findings.found import Seen
from workbook.same.findings.planted import Planted
from workbook.same.findings.shown import Shown

SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2


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
        untried: how many more of these there was no time for.
        again: the options that make the same requests again.
        is_exact: all of them; else most, as the time had a say in it.
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
    untried: int = 0
    again: dict[str, int] = field(default_factory=dict)
    is_exact: bool = False
    accepted: list[Entry] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def status(self) -> int:
        """Return the exit status: 0 if no difference was found, 1 if there is one."""
        return DIFFERENT if self.differences() else SAME

    def differences(self) -> list[Difference]:
        """Return all of them: where the documents differ, and then where answers do."""
        documents = [Difference(DOCUMENT, each) for each in self.documents]
        return documents + [each.found.difference for each in self.shown]

    def data(self) -> dict[str, Any]:
        """Return all of it as JSON takes it, for CI; names are added, but none changes.

        Returns:
            `old`, `new`: the names of the apps. `exit_status`: 0 or 1. `seed`, `examples`: with
            these the same requests are made again. `requests`, `seconds`, `ids_from_answers`: how
            much was tried. `openapi`: where the documents differ, in words. `differences`: each
            with `operation` and `kind` (as differences.toml takes them), `where` in the answer,
            `requests` (how many it takes), `script`, and for `old` and `new` the `answer`
            (`status`, `headers`, `body`, `raised`), the `lines` that change data or raise in the
            last request, and its `xray` as text. `statuses`: by operation and status, how often OLD
            answered so. `noise`: where OLD differs from itself. `never_run`: by `OLD` and `NEW`,
            and by file, the lines of functions that never ran. `planted`: mistakes put into a copy
            of NEW, each with `file`, `line`, `what`, and `requests` until it was found, or null.
            `accepted`, `stale`: entries of differences.toml that were seen, or were not. `notes`:
            what else is to be known.

        """
        return {
            "old": self.old,
            "new": self.new,
            "exit_status": self.status,
            "seed": self.seed,
            "examples": self.seen.examples,
            "requests": self.seen.requests,
            "seconds": round(self.seconds, 1),
            "ids_from_answers": self.seen.used,
            "openapi": self.documents,
            "differences": [each.data() for each in self.shown],
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
            "notes": list(dict.fromkeys(self.notes)),
        }
