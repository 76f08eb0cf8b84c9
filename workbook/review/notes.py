"""The reasons for the differences, from `notes.toml`, each for the hunk that it fits."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from workbook.review.align import LinePair
from workbook.review.pairs import Section, texts
from workbook.review.view import Note

FILE = Path(__file__).with_name("notes.toml")
Hunk = tuple[LinePair, ...]


class NotesError(ValueError):
    """`notes.toml` cannot be used as it is; the message says what to change in it."""


@dataclass(frozen=True)
class Habit:
    """What one does with a dict, and instead with a session; `before` and `after` are code."""

    __pydantic_config__ = ConfigDict(extra="forbid", str_min_length=1)

    name: str
    file: str
    where: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Notes:
    """What is in the file, in its order."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    note: tuple[Note, ...]
    habit: tuple[Habit, ...] = ()

    def of(self, section: Section, hunk: Hunk) -> list[Note]:
        """Return the notes that explain this hunk."""
        return [note for note in self.note if fits(note, section, hunk)]


def read_notes(path: Path = FILE) -> Notes:
    """Read the notes and the habits.

    Raises:
        NotesError: the file is missing or not TOML, or a note lacks a key or has an unknown one.

    """
    try:
        notes = TypeAdapter(Notes).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ", ".join(str(each + 1 if isinstance(each, int) else each) for each in first["loc"])
        raise NotesError(f"{path.name}: {where}: {first['msg']}") from None
    except (OSError, ValueError) as error:
        raise NotesError(f"{path.name}: {error}") from None
    for note in notes.note:
        if not note.before + note.after:
            raise NotesError(f"{path.name}: a note of {note.where} has neither before nor after")
    return notes


def fits(note: Note | Habit, section: Section, rows: Hunk) -> bool:
    """Tell whether the note is for this section, and these rows of it have its texts."""
    if (note.file, note.where) != (section.file, section.name) or not rows:
        return False
    old, new = ("\n".join(lines) for lines in zip(*map(texts, rows), strict=True))
    also = note.also if isinstance(note, Note) else ()
    return note.before in old and note.after in new and all(t in old + new for t in also)


def faults(sections: Sequence[Section], notes: Notes) -> list[str]:
    """Say where hunks and notes disagree, and what to do about it."""
    hunks = [(section, hunk) for section in sections for hunk in section.hunks]
    said = [
        f"{section.file}, {section.name}: no note in notes.toml explains the hunk\n{_quote(hunk)}"
        for section, hunk in hunks
        if not notes.of(section, hunk)
    ]
    wholes = [(section, section.rows) for section in sections]
    each_note: list[Note | Habit] = [*notes.note, *notes.habit]
    for note in each_note:
        places = hunks if isinstance(note, Note) else wholes
        count = sum(fits(note, section, rows) for section, rows in places)
        if count != 1:
            said.append(
                f"notes.toml, {note.file}, {note.where}: before = {note.before!r}, after = "
                f"{note.after!r} fits {count} hunks with all of also; quote just one"
            )
    return said


def _quote(hunk: Hunk) -> str:
    old, new = zip(*map(texts, hunk), strict=True)
    lines = [f"  - {line}" for line in old if line] + [f"  + {line}" for line in new if line]
    return "\n".join(lines)
