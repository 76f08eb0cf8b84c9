"""The differences that somebody has accepted, in a small file."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.same.answers.difference import Difference

FIELDS = ("operation", "kind", "reason")
TO_DO = "…"  # in place of a reason, until somebody writes one
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
    if unknown := sorted(data.keys() - {"difference"}):
        raise ValueError(f"{path}: only [[difference]] is known in it, not {', '.join(unknown)}")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ValueError(f"{path}: a difference begins with [[difference]], in two brackets")
    for i, each in enumerate(entries, 1):
        if problem := _problem(each):
            raise ValueError(
                f"{path}, difference {i}: {problem}; it takes {', '.join(FIELDS)}, each a text"
            )
    return Accepted([Entry(**each) for each in entries])


def _problem(entry: dict[str, Any]) -> str:
    """Return what is wrong with an entry; empty: nothing."""
    if unknown := sorted(entry.keys() - set(FIELDS)):
        return f"{', '.join(unknown)} is not known"
    for name in FIELDS:
        if name not in entry:
            return f"{name} is missing"
        if not isinstance(entry[name], str) or not entry[name].strip():
            return f"{name} is no text, or an empty one"
    return f"its reason is still {TO_DO}" if entry["reason"] == TO_DO else ""


def entry_for(difference: Difference) -> str:
    """Return what to write into the file to accept a difference."""
    operation, kind = (
        json.dumps(each, ensure_ascii=False) for each in (difference.operation, difference.kind)
    )
    return f'[[difference]]\noperation = {operation}\nkind = {kind}\nreason = "{TO_DO}"'
