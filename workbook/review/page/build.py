"""The whole review as one HTML page: no script, no request, light and dark, for print too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from workbook.display.templates import PAGE_CSS, environment
from workbook.endpoints import ENDPOINTS
from workbook.review.exercise_views import three_way_view
from workbook.review.notes import Habit, Notes, fits, read_notes
from workbook.review.page.changes import file_lines, inventories
from workbook.review.page.counts import endpoint_counts, lesson_counts
from workbook.review.pairs import STORAGE, FilePair, Section, all_pairs
from workbook.review.view import Folded, Line, Note, Part, View, about, fold
from workbook.review.views import section_view, storage_fold

HERE = Path(__file__).parent
WORDS = {"−": "removed", "+": "added", "±": "only here"}  # what a screen reader says for a sign


@dataclass(frozen=True)
class Group:
    """Parts of one kind that follow each other: they share a <tbody>."""

    kind: str
    parts: tuple[Part, ...]
    id: str = ""


def whole_page() -> str:
    """Return the page of the whole change.

    Raises:
        NotesError: the notes cannot be read.
        ValueError: a habit fits no hunk.

    """
    notes = read_notes()
    pairs = all_pairs()
    return _render(
        "page.html.jinja",
        title="From dict to session: the whole change",
        changes=inventories(),
        files=file_lines(),
        counts=endpoint_counts(),
        lesson=lesson_counts(),
        habits=[(habit, place(habit, pairs)) for habit in notes.habit],
        pairs=[(each, list(contents(each, notes))) for each in pairs],
        three=[(name, three_way_view(name)) for name in ENDPOINTS],
    )


def page_of(title: str, views: Sequence[View]) -> str:
    """Return a page of these views only."""
    return _render("view.html.jinja", title=title, views=views)


def _render(template: str, **values: Any) -> str:
    css = Markup(PAGE_CSS.read_text(encoding="utf-8"))
    values |= {"about": about, "css": css, "groups": groups, "words": WORDS}
    return environment(HERE).get_template(template).render(values)


def contents(both: FilePair, notes: Notes) -> Iterator[tuple[str, View | Folded]]:
    """Yield each changed section with its id; unchanged ones that follow each other are folded."""
    for kind, run in groupby(both.sections, key=_kind):
        sections = list(run)
        if kind == "changed":
            for each in sections:
                view = section_view(both, each, notes)
                parts = fold(view.parts)
                yield id_of(each), View(view.title, view.heads, parts)
            continue
        lines = [part for each in sections for part in section_view(both, each, notes).lines]
        if kind == STORAGE:
            yield "", storage_fold(lines)
        else:
            names = ", ".join(each.name for each in sections)
            yield "", Folded(f"{len(lines)} unchanged lines: {names}", tuple(lines))


def _kind(section: Section) -> str:
    if section.name == STORAGE:
        return STORAGE
    return "changed" if section.changed else "same"


def groups(parts: Sequence[Part], prefix: str = "") -> list[Group]:
    """Cut the parts of a view into groups; the id of a hunk is the prefix and a number."""
    cut: list[Group] = []
    hunks = 0
    for kind, run in groupby(parts, key=_group):
        members = tuple(run)
        number = ""
        if kind == "hunk" and prefix and any(_written(part) for part in members):
            hunks += 1
            number = f"{prefix}-{hunks}"
        cut.append(Group(kind, members, number))
    return cut


def _group(part: Part) -> str:
    if isinstance(part, Line):
        return "hunk" if part.changed else "same"
    return "note" if isinstance(part, Note) else "fold"


def _written(part: Part) -> bool:
    return isinstance(part, Line) and any(cell and cell.text.strip() for cell in part.cells)


def id_of(section: Section) -> str:
    """Return the id of a section on the page."""
    return f"{section.file.partition('.')[0].strip('_')}-{section.name}"


def place(habit: Habit, pairs: Sequence[FilePair]) -> str:
    """Return the id of the hunk that has the habit's new code.

    Raises:
        ValueError: there is none.

    """
    for section in (section for each in pairs for section in each.sections):
        if fits(habit, section, section.rows):
            for number, hunk in enumerate(section.hunks, start=1):
                if any(row.after and habit.after in row.after[1] for row in hunk):
                    return f"{id_of(section)}-{number}"
    raise ValueError(f"notes.toml: the habit {habit.name!r} fits no hunk")
