"""Views of both apps: a file, or a function, class or variable in one, with its notes."""

from collections.abc import Iterable
from itertools import groupby

from workbook.review.notes import Notes
from workbook.review.painter import Painter
from workbook.review.pairs import (
    COUNTERPARTS,
    FILES,
    STORAGE,
    FilePair,
    Section,
    all_pairs,
    pair,
)
from workbook.review.view import Folded, Line, Part, View, fold

NO_NOTES = Notes(())


def view_of(name: str, notes: Notes = NO_NOTES) -> View:
    """Return the view of a file, or of a function, class or variable of any file.

    Args:
        name: such as "main.py" or "create_expense"; an old name that has a counterpart will do.
        notes: what to say under the hunks.

    Raises:
        ValueError: neither app has it.

    """
    if name in FILES:
        return file_view(pair(name), notes)
    return section_view(*_find(name), notes)


def _find(name: str) -> tuple[FilePair, Section]:
    for each in all_pairs():
        for section in each.sections:
            if section.name in (name, COUNTERPARTS.get(name)) and name != STORAGE:
                return each, section
    names = [section.name for each in all_pairs() for section in each.sections]
    # Where a statement has no name of its own, its section is called by its text.
    known = [each for each in dict.fromkeys(names) if each.isidentifier() and each != STORAGE]
    raise ValueError(
        f"neither app has {name!r}: name one of the files {', '.join(FILES)}, or something in one: "
        f"{', '.join(known)}"
    )


def file_view(both: FilePair, notes: Notes) -> View:
    """Return the view of a pair of files; long unchanged stretches are folded."""
    painter = Painter(*both.sources)
    parts: list[Part] = []
    for section in both.sections:
        inner = section_parts(section, painter, notes)
        parts += [storage_fold(inner)] if section.name == STORAGE else inner
    return View(both.file, heads(both), fold(parts))


def section_view(both: FilePair, section: Section, notes: Notes) -> View:
    """Return the view of one section, without the blank lines above it."""
    parts = section_parts(section, Painter(*both.sources), notes)
    return View(title(section), heads(both), tuple(without_leading_blanks(parts)))


def title(section: Section) -> str:
    """Return the name of a section, and its old one if that differs."""
    old = {new: old for old, new in COUNTERPARTS.items()}.get(section.name)
    return f"{old} → {section.name}" if old else section.name


def section_parts(section: Section, painter: Painter, notes: Notes) -> list[Part]:
    """Return the lines of a section, and under each hunk its notes."""
    parts: list[Part] = []
    for changed, run in groupby(section.rows, key=lambda row: row.changed):
        rows = tuple(run)
        parts += [painter.line(row.before, row.after) for row in rows]
        if changed:
            parts += notes.of(section, rows)
    return parts


def storage_fold(parts: Iterable[Part]) -> Folded:
    """Fold the storage part of the old main.py, and say where it is compared."""
    lines = tuple(p for p in without_leading_blanks(list(parts)) if isinstance(p, Line))
    return Folded(f"{len(lines)} lines of storage code, shown beside database.py", lines)


def heads(both: FilePair) -> tuple[str, str]:
    """Return the heads of the two columns."""
    return (f"Before: {both.names[0]}", f"After: {both.names[1]}")


def without_leading_blanks(parts: list[Part]) -> list[Part]:
    """Drop the blank lines at the top."""
    while (
        parts
        and isinstance(parts[0], Line)
        and not any(c and c.text.strip() for c in parts[0].cells)
    ):
        parts = parts[1:]
    return parts
