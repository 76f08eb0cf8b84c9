"""The reasons for the differences, from `notes.toml`, each at the hunk that it fits."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from workbook.align import Row
from workbook.review.pairs import Section, texts
from workbook.view import Note

FILE = Path(__file__).with_name("notes.toml")
Hunk = tuple[Row, ...]
N = TypeVar("N", "Note", "Habit")


class NotesError(ValueError):
    """`notes.toml` cannot be used as it is; the message says what to change in it."""


@dataclass(frozen=True)
class Habit:
    """What one does with a dict, and with a session instead; `before` and `after` are code."""

    name: str
    file: str
    where: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Notes:
    """What stands in the file, in its order."""

    notes: tuple[Note, ...]
    habits: tuple[Habit, ...]

    def of(self, section: Section, hunk: Hunk) -> list[Note]:
        """Return the notes that explain this hunk."""
        return [note for note in self.notes if fits(note, section, hunk)]


def read_notes(path: Path = FILE) -> Notes:
    """Read the notes and the habits.

    Raises:
        NotesError: the file is missing or no TOML, or a note lacks a key or has an unknown one.

    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotesError(f"{path.name}: {error}") from None
    notes = [_made(Note, each, path.name) for each in tables.get("note", [])]
    habits = [_made(Habit, each, path.name) for each in tables.get("habit", [])]
    return Notes(tuple(notes), tuple(habits))


def _made(kind: type[N], entry: dict[str, str], file: str) -> N:
    known = {field.name for field in fields(kind)}
    needed = known - {"before", "after"} if kind is Note else known
    if not needed <= set(entry) <= known or not {"before", "after"} & set(entry):
        raise NotesError(
            f"{file}: a {kind.__name__.lower()} needs {', '.join(sorted(needed))}, and before or "
            f"after or both; this one has {', '.join(sorted(entry))}: {entry}"
        )
    return kind(**entry)


def fits(note: Note | Habit, section: Section, rows: Hunk) -> bool:
    """Tell whether the note is of this section, and its texts stand in these rows of it."""
    if (note.file, note.where) != (section.file, section.name) or not rows:
        return False
    old, new = ("\n".join(lines) for lines in zip(*map(texts, rows), strict=True))
    return note.before in old and note.after in new


def faults(sections: Sequence[Section], notes: Notes) -> list[str]:
    """Say where hunks and notes disagree, and what to do about it."""
    hunks = [(section, hunk) for section in sections for hunk in section.hunks]
    found = [
        f"{section.file}, {section.name}: no note in notes.toml explains the hunk\n{_quote(hunk)}"
        for section, hunk in hunks
        if not notes.of(section, hunk)
    ]
    wholes = [(section, section.rows) for section in sections]
    for note in (*notes.notes, *notes.habits):
        places = hunks if isinstance(note, Note) else wholes
        count = sum(fits(note, section, rows) for section, rows in places)
        if count != 1:
            found.append(
                f"notes.toml, {note.file}, {note.where}: before = {note.before!r}, after = "
                f"{note.after!r} fits {count} hunks; quote text that just one has"
            )
    return found


def _quote(hunk: Hunk) -> str:
    old, new = zip(*map(texts, hunk), strict=True)
    lines = [f"  - {line}" for line in old if line] + [f"  + {line}" for line in new if line]
    return "\n".join(lines)
