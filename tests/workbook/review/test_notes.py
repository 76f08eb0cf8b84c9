"""`notes.toml`: every hunk has its reason, every reason its hunk and a lesson that shows it."""

import html
import json
import re
from dataclasses import replace

import nbformat
import pytest

from workbook.paths import NOTEBOOKS
from workbook.review import pairs as pairs_module
from workbook.review.align import LinePair
from workbook.review.blocks import named_blocks
from workbook.review.notes import Notes, faults, read_notes
from workbook.review.pairs import Section, all_pairs, source
from workbook.review.view import Note

NOTES = read_notes()
NOTE = '[[note]]\nfile="f"\nwhere="w"\nwhy="y"\nlesson="l"\nafter="a"\n'
SECTIONS = [section for each in all_pairs() for section in each.sections]


def test_hunks_and_notes_agree() -> None:
    found = faults(SECTIONS, NOTES)
    assert not found, "\n".join(found)


def test_no_changed_line_is_outside_of_a_hunk() -> None:
    """But for blank lines, and the storage part, which has its hunks beside database.py."""
    in_hunks = {(s.file, row) for s in SECTIONS for hunk in s.hunks for row in hunk}
    for section in SECTIONS:
        for row in section.rows:
            if row.changed and section.name != "storage":
                blank = not (row.before or (0, ""))[1] + (row.after or (0, ""))[1]
                assert blank or (section.file, row) in in_hunks


@pytest.mark.parametrize("note", NOTES.note, ids=lambda note: f"{note.where}-{note.lesson}")
def test_without_a_note_its_hunk_has_none_or_another(note: Note) -> None:
    others = tuple(each for each in NOTES.note if each != note)
    found = faults(SECTIONS, Notes(others, NOTES.habit))
    section, hunk = next((s, h) for s in SECTIONS for h in s.hunks if note in NOTES.of(s, h))
    assert len(found) == (len(NOTES.of(section, hunk)) == 1)
    assert all(f"{note.file}, {note.where}: no note" in fault for fault in found)


@pytest.mark.parametrize("note", NOTES.note, ids=lambda note: f"{note.where}-{note.lesson}")
@pytest.mark.parametrize("key", ["file", "where", "before", "after"])
def test_a_note_that_fits_nothing_is_a_fault(note: Note, key: str) -> None:
    changed = replace(note, **{key: "no such text"})
    found = faults(SECTIONS, Notes((*NOTES.note, changed), NOTES.habit))
    assert len(found) == 1
    assert "no such text" in found[0]
    assert "fits 0 hunks" in found[0]


def test_a_note_that_fits_two_hunks_is_a_fault() -> None:
    note = Note("main.py", "list_expenses", "why", "05_read", before="found = ")
    assert "fits 2 hunks" in faults(SECTIONS, Notes((*NOTES.note, note), NOTES.habit))[0]


def test_a_habit_that_fits_nothing_is_a_fault() -> None:
    habit = replace(NOTES.habit[0], after="session.merge(")
    assert "fits 0 hunks" in faults(SECTIONS, Notes(NOTES.note, (habit,)))[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    session.commit()\n", "    session.flush()\n"),
        ("from sqlmodel import func, select", "from sqlmodel import select, func"),
        ("to_cents,\n", "to_dollars,\n"),
        ('title="Expense tracker"', 'title="Expenses"'),
        ("session.delete(db_expense)\n", "session.delete( db_expense )\n"),
        ("status_code=404)\n    raise error", "status_code=410)\n    raise error"),
        ("exclude_unset=True", "exclude_unset=False"),
        ("to_cents(total)", "total"),
    ],
)
def test_a_change_of_an_app_is_noticed(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    def changed(package: str, file: str) -> str:
        text = source(package, file)
        return text.replace(old, new) if (package, file) == ("after_session", "main.py") else text

    monkeypatch.setattr(pairs_module, "source", changed)
    monkeypatch.setattr(pairs_module, "_blocks", lambda p, f: named_blocks(changed(p, f)))
    sections = [section for each in all_pairs() for section in each.sections]
    assert faults(sections, NOTES)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def shown_in(lesson: str) -> str:
    """Return what a student reads in a lesson: text, code and outputs, without blanks."""
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    pages = re.findall('"text/html": "(.*?)"[,}]', json.dumps(outputs, ensure_ascii=False))
    texts = [html.unescape(re.sub("<[^>]*>", "", json.loads(f'"{page}"'))) for page in pages]
    return squeezed(" ".join([*(cell.source for cell in notebook.cells), *texts]))


@pytest.mark.parametrize("lesson", sorted({note.lesson for note in NOTES.note if note.lesson}))
def test_the_lesson_shows_what_the_note_is_about(lesson: str) -> None:
    shown = shown_in(lesson)
    for note in NOTES.note:
        if note.lesson == lesson:
            texts = [squeezed(text) for text in (note.before, note.after) if text]
            assert any(text in shown for text in texts), note


def test_a_reason_is_one_or_two_sentences() -> None:
    for note in (*NOTES.note, *NOTES.habit):
        text = re.sub("`[^`]*`", "code", note.why)
        assert 1 <= len(re.findall(r"[.?](?: |$)", text)) <= 2, note.why
        assert note.why.endswith(".")
        assert len(note.why) <= 240
        assert note.why.count("`") % 2 == 0


def test_the_habits_of_the_lesson_are_there() -> None:
    code = " ".join(habit.before + habit.after for habit in NOTES.habit)
    for habit in ("expenses[expense_id]", "expenses.values()", "counter += 1", "save_expenses()"):
        assert habit in code
    for habit in ("session.get", "session.exec", "session.commit", "session.add"):
        assert habit in code


def test_a_section_of_equal_lines_has_no_hunk() -> None:
    rows = tuple(LinePair((n, "x"), (n + 9, "x")) for n in range(3))
    assert Section("f", "s", rows).hunks == []
    assert Section("f", "s", (*rows, LinePair((4, "x"), (13, "y")))).hunks != []
