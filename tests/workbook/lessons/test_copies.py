"""The student's own copies: made once, without answers, and never written over."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import nbformat
import pytest

from tests.shared.small_lessons import LESSONS, Clone, write_lesson
from workbook.lessons.cells import FOLDED
from workbook.lessons.copies import make_copies
from workbook.typed import as_command


def test_a_copy_has_no_outputs_and_no_counts_and_its_answer_stays_folded(clone: Clone) -> None:
    assert make_copies().copies == list(LESSONS)
    copy = clone.copy("04_create")
    nbformat.validate(copy)
    code = [cell for cell in copy.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * 3
    assert [cell.source for cell in code] == ["print(1)", "x = 1", "# An answer"]
    assert code[-1].metadata == FOLDED
    assert copy.metadata.workbook.lesson == "04_create"
    assert copy.metadata.kernelspec.name == "python3"


def test_a_copy_is_never_written_over_and_made_again_only_if_it_is_gone(clone: Clone) -> None:
    make_copies()
    copies = {path: path.read_bytes() for path in clone.copies.iterdir()}
    (clone.copies / "00_first.ipynb").write_bytes(b"mine")
    (clone.copies / "05_read.ipynb").rename(clone.copies / "mine.ipynb")
    made = make_copies()
    assert made.copies == ["05_read"]
    assert (clone.copies / "00_first.ipynb").read_bytes() == b"mine"
    assert (clone.copies / "mine.ipynb").read_bytes() == copies[clone.copies / "05_read.ipynb"]
    assert made.newer == {}


def test_a_later_version_is_written_beside_it_once(clone: Clone) -> None:
    make_copies()
    mine = (clone.copies / "04_create.ipynb").read_bytes()
    write_lesson(clone.lessons / "04_create.ipynb", "print(2)")
    assert make_copies().newer == {"04_create": "04_create.new.ipynb"}
    assert make_copies().newer == {}
    write_lesson(clone.lessons / "04_create.ipynb", "print(3)")
    (clone.copies / "04_create.new.ipynb").write_bytes(b"mine, too")
    assert make_copies().newer == {"04_create": "04_create.new2.ipynb"}
    assert (clone.copies / "04_create.ipynb").read_bytes() == mine
    assert (clone.copies / "04_create.new.ipynb").read_bytes() == b"mine, too"
    assert clone.copy("04_create.new2").cells[1].source == "print(3)"


def test_other_outputs_are_no_other_version(clone: Clone) -> None:
    make_copies()
    path = clone.lessons / "04_create.ipynb"
    path.write_text(path.read_text().replace('"1\\n"', '"2\\n"'))
    assert make_copies().newer == {}


def test_many_starts_at_once_make_one_copy_of_each(clone: Clone) -> None:
    def start(_: int) -> list[str]:
        return make_copies().copies

    with ThreadPoolExecutor(8) as threads:
        assert sorted(chain(*threads.map(start, range(8)))) == sorted(LESSONS)
        assert clone.names() == [f"{lesson}.ipynb" for lesson in LESSONS]
        write_lesson(clone.lessons / "05_read.ipynb", "print(2)")
        list(threads.map(start, range(8)))
    assert [name for name in clone.names() if "new" in name] == ["05_read.new.ipynb"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1, "metadata": {}}'])
def test_a_damaged_copy_is_named_and_left(clone: Clone, text: str) -> None:
    make_copies()
    path = clone.copies / "04_create.ipynb"
    path.write_text(text)
    (problem,) = make_copies().problems
    assert problem.startswith("my_lessons/04_create.ipynb cannot be opened (it is ")
    assert problem.endswith(f"begin anew: {as_command('reset', '04')}")
    assert path.read_text() == text


def test_a_damaged_lesson_keeps_no_other_from_being_copied(clone: Clone) -> None:
    (clone.lessons / "04_create.ipynb").write_text("")
    made = make_copies()
    assert made.copies == ["00_first", "05_read"]
    assert made.problems == [
        "notebooks/04_create.ipynb cannot be read (it is empty): "
        "git restore notebooks/04_create.ipynb."
    ]


@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_in_the_place_of_the_folder(clone: Clone, is_link: bool) -> None:
    if is_link:
        clone.copies.symlink_to("nowhere")
    else:
        clone.copies.write_text("mine")
    said = "my_lessons is in the way: it is not a folder. Rename it."
    assert make_copies().problems == [said]


def test_the_folder_may_be_a_link_to_another(clone: Clone, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    clone.copies.symlink_to(tmp_path / "disk")
    assert make_copies().copies == list(LESSONS)


def test_a_full_disk_leaves_nothing_half(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_text

    def full(path: Path, text: str, **options: str) -> None:
        write(path, text[:100], **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    said = "There can be no copies of the lessons in my_lessons: No space left on device."
    assert make_copies().problems == [said]
    assert clone.names() == []


def test_a_file_system_without_links(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert make_copies().copies == list(LESSONS)
    assert make_copies().copies == []
    assert clone.names() == [f"{lesson}.ipynb" for lesson in LESSONS]
    assert clone.copy("00_first").cells[1].source == "print(1)"
