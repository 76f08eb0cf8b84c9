"""How far a lesson has been read, from the copies that were saved."""

import nbformat
import pytest

from tests.shared.small_lessons import Clone
from workbook.lessons.copies import make_copies
from workbook.lessons.progress import Reading, readings


def run(clone: Clone, lesson: str, *cells: int, name: str = "") -> None:
    """Save a copy as JupyterLab does after some of its cells have been run."""
    notebook = clone.copy(lesson)
    for count, number in enumerate(cells, 1):
        notebook.cells[number].execution_count = count
    notebook.metadata.language_info = {"name": "python", "version": "3.13.1"}
    nbformat.write(notebook, clone.copies / f"{name or lesson}.ipynb")


def reading(lesson: str) -> Reading:
    return next(each for each in readings() if each.lesson == lesson)


def test_a_lesson_is_read_when_all_but_its_folded_cells_have_run(clone: Clone) -> None:
    make_copies()
    assert reading("04_create") == Reading("04_create", 0, 2)
    run(clone, "04_create", 1)
    assert reading("04_create") == Reading("04_create", 1, 2)
    run(clone, "04_create", 1, 2)
    assert reading("04_create").is_read
    assert not reading("05_read").is_read


def test_what_a_student_adds_or_unfolds_does_not_count(clone: Clone) -> None:
    make_copies()
    notebook = clone.copy("04_create")
    notebook.cells[3].metadata = {}
    notebook.cells += [nbformat.v4.new_code_cell("mine"), nbformat.v4.new_code_cell("")]
    nbformat.write(notebook, clone.copies / "04_create.ipynb")
    run(clone, "04_create", 1, 2)
    assert reading("04_create").is_read


@pytest.mark.parametrize("name", ["04_create-Copy1", "what I did"])
def test_the_copy_that_is_read_furthest_counts(clone: Clone, name: str) -> None:
    make_copies()
    run(clone, "04_create", 1, 2, name=name)
    (clone.copies / "Untitled.ipynb").write_bytes(b"")
    assert reading("04_create").is_read


def test_without_copies_nothing_is_read(clone: Clone) -> None:
    assert next(iter(readings())) == Reading("00_first", 0, 0)
