"""The lessons that are as they were executed, and their cells.

A lesson that somebody has edited has one test, tests/notebooks/test_edited.py, which says what
differs. Every other test leaves it out: what it would say follows from that.
"""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from workbook.lessons.edited import edited_lessons
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS

EDITED = edited_lessons()
PATHS = [NOTEBOOKS / file_name(lesson) for lesson in LESSONS if lesson not in EDITED]
every_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
# For a test that reads several lessons at once, and would fail because of one that was edited.
needs_all_lessons = pytest.mark.skipif(bool(EDITED), reason=f"edited: {', '.join(EDITED)}")


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_there_or_a_lesson(path: Path) -> bool:
    """Tell whether a link leads somewhere; a lesson that is missing is said by its one test."""
    lesson = path.parent.resolve() == NOTEBOOKS and path.stem in LESSONS
    return lesson or path.exists()
