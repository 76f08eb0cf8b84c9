"""A lesson is begun anew, and what the student had is kept."""

import pytest

from tests.shared.small_lessons import Clone, write_lesson
from workbook.files import new_file
from workbook.lessons.copies import begin_anew, is_fresh, make_copies


def test_the_old_ones_are_kept_under_numbers(clone: Clone) -> None:
    make_copies()
    path = clone.copies / "04_create.ipynb"
    new = path.read_bytes()
    kept = []
    for text in (b"first", b""):  # a damaged file is kept as it is, too
        path.write_bytes(text)
        assert not is_fresh("04_create")
        kept.append(begin_anew("04_create"))
        assert path.read_bytes() == new
    assert [each.name for each in kept] == ["04_create-1.ipynb", "04_create-2.ipynb"]
    assert [each.read_bytes() for each in kept] == [b"first", b""]
    assert kept[0].parent == clone.copies / "kept"


def test_nothing_is_kept_where_nothing_was_changed_or_there(clone: Clone) -> None:
    assert begin_anew("04_create") is None
    assert is_fresh("04_create")
    assert begin_anew("04_create") is None
    assert clone.names() == ["04_create.ipynb"]


def test_it_begins_with_the_lesson_as_it_is_now(clone: Clone) -> None:
    make_copies()
    write_lesson(clone.lessons / "04_create.ipynb", "print(2)")
    assert begin_anew("04_create") is not None
    assert clone.copy("04_create").cells[1].source == "print(2)"
    assert make_copies().newer == {}


def test_a_save_at_the_same_moment_is_not_lost(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_copies()
    path = clone.copies / "04_create.ipynb"
    path.write_bytes(b"mine")
    move = new_file._moved

    def move_and_save(*of: object) -> object:
        kept = move(*of)
        path.write_bytes(b"saved")
        return kept

    monkeypatch.setattr(new_file, "_moved", move_and_save)
    with pytest.raises(FileExistsError):
        begin_anew("04_create")
    assert path.read_bytes() == b"saved"
    assert (clone.copies / "kept" / "04_create-1.ipynb").read_bytes() == b"mine"


def test_on_a_full_disk_the_old_one_stays(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    make_copies()
    path = clone.copies / "04_create.ipynb"
    path.write_bytes(b"mine")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(OSError, match="No space"):
        begin_anew("04_create")
    assert path.read_bytes() == b"mine"
    assert list((clone.copies / "kept").iterdir()) == []
