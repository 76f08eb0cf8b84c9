"""The differences that somebody has accepted, in a small file."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from workbook.same.findings.difference import Difference

FIELDS = {"operation", "kind", "reason"}
ANY = "*"


@dataclass(frozen=True)
class Entry:
    """One that is accepted.

    Attributes:
        operation: such as "GET /expenses"; "*": any.
        kind: as `workbook same` says it.
        reason: why it may stay.

    """

    operation: str
    kind: str
    reason: str

    def means(self, difference: Difference) -> bool:
        """Tell whether it is this difference."""
        return self.operation in (ANY, difference.operation) and self.kind == difference.kind


@dataclass
class Accepted:
    """What is accepted, and what of it was seen."""

    entries: list[Entry] = field(default_factory=list)
    seen: set[Entry] = field(default_factory=set)

    def has(self, difference: Difference) -> bool:
        """Tell whether a difference is accepted; it counts as seen."""
        found = [each for each in self.entries if each.means(difference)]
        self.seen.update(found)
        return bool(found)

    def stale(self) -> list[Entry]:
        """Return what was not seen."""
        return [each for each in self.entries if each not in self.seen]


def read(path: Path) -> Accepted:
    """Read the file.

    Raises:
        ValueError: it is not what it should be; the message says where.

    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"{path} cannot be read: {reason}") from None
    entries = data.get("difference", [])
    if data.keys() - {"difference"} or not isinstance(entries, list):
        raise ValueError(f"{path}: only [[difference]] is known in it")
    for i, each in enumerate(entries, 1):
        if (
            not isinstance(each, dict)
            or each.keys() != FIELDS
            or not all(isinstance(value, str) and value for value in each.values())
        ):
            raise ValueError(
                f"{path}: difference {i} needs three texts: {', '.join(sorted(FIELDS))}"
            )
    return Accepted([Entry(**each) for each in entries])


def entry_for(difference: Difference) -> str:
    """Return what to write into the file to accept a difference."""
    operation, kind = (_quoted(each) for each in (difference.operation, difference.kind))
    return f'[[difference]]\noperation = {operation}\nkind = {kind}\nreason = "…"'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
