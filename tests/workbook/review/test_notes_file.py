"""`notes.toml` as a file: what is broken in it is named, and it covers every file of the apps."""

import re
from pathlib import Path

import pytest

from workbook.paths import AFTER, BEFORE, ROOT
from workbook.review.notes import FILE, NotesError, read_notes
from workbook.review.pairs import FILES

NOTES = read_notes()


NOTE = '[[note]]\nfile="f"\nwhere="w"\nwhy="y"\nlesson="l"\nafter="a"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[note]\n", "Expected"),
        ('[[note]]\nfile = "main.py"\n', "note, 1, where: Field required"),
        ('[[note]]\nfile="f"\nwhere="w"\nwhy="y"\nlesson="l"\n', "neither before nor after"),
        (NOTE + "line=3\n", "note, 1, line: Unexpected"),
        ('[[habit]]\nname="n"\nbefore="b"\n', "note: Field required"),
        (NOTE + '[[habit]]\nname="n"\nbefore="b"\n', "habit, 1, file: Field required"),
        (NOTE.replace('"y"', "3"), "note, 1, why: Input should be a valid string"),
        (NOTE.replace('"a"', '""'), "note, 1, after: String should have at least 1 character"),
        ("note = 3\n", "note: Input should be"),
        (NOTE + "[[notes]]\n", "notes: Unexpected"),
    ],
)
def test_broken_notes_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "notes.toml"
    path.write_text(text)
    with pytest.raises(NotesError, match=f"notes.toml: .*{message}"):
        read_notes(path)


def test_missing_notes(tmp_path: Path) -> None:
    with pytest.raises(NotesError, match="No such file"):
        read_notes(tmp_path / "notes.toml")


def test_the_data_file_has_no_line_numbers() -> None:
    assert not re.search(r"\bline \d", FILE.read_text(encoding="utf-8"))
    assert {note.file for note in NOTES.note} == set(FILES)


def test_every_file_of_either_app_is_compared_but_those_that_import_the_old_data() -> None:
    found = {path.name for side in (BEFORE, AFTER) for path in (ROOT / side).rglob("*.py")}
    assert found == {*FILES, "data_file.py", "import_json.py"}
    assert not [p for side in (BEFORE, AFTER) for p in (ROOT / side).glob("*/*.py")]
