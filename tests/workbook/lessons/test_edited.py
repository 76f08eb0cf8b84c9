"""What is said about a lesson that somebody has edited: which cell, and what about it."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.shared.small_lessons import Clone
from workbook.lessons.cells import normalise
from workbook.lessons.edited import advice, differences, edited_lessons
from workbook.typed import as_command

OUTPUT = nbformat.v4.new_output("stream", text="2\n")


def text(notebook: NotebookNode) -> None:
    notebook.cells[2].source = "x = 2\ny = 3"


def long_text(notebook: NotebookNode) -> None:
    notebook.cells[0].source = "word " * 20


def kind(notebook: NotebookNode) -> None:
    notebook.cells[0] = nbformat.v4.new_raw_cell(notebook.cells[0].source)


def output(notebook: NotebookNode) -> None:
    notebook.cells[1].outputs = [OUTPUT]


def more_output(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = [OUTPUT]


def no_output(notebook: NotebookNode) -> None:
    notebook.cells[1].outputs = []


def added(notebook: NotebookNode) -> None:
    notebook.cells.insert(1, nbformat.v4.new_code_cell(""))


def removed(notebook: NotebookNode) -> None:
    del notebook.cells[1]


def counts(notebook: NotebookNode) -> None:
    notebook.cells[1].execution_count = 7


def metadata(notebook: NotebookNode) -> None:
    notebook.metadata.language_info.version = "3.13.1"
    notebook.cells[1].id = "ab12"


ONLY = "its cells are as they were; only counts or metadata differ, as after a saved run"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (text, "cell 3, “x = 2”: its text was changed"),
        (long_text, f"cell 1, “{'word ' * 11}word…”: its text was changed"),
        (kind, "cell 1, “# 04_create”: its text was changed"),
        (output, "cell 2, “print(1)”: its output was changed"),
        (more_output, "cell 3, “x = 1”: its output was added"),
        (no_output, "cell 2, “print(1)”: its output was removed"),
        (added, "cell 2, which is empty: it was added"),
        (removed, "what was cell 2: it was removed"),
        (counts, ONLY),
        (metadata, ONLY),
    ],
)
def test_each_edit_is_one_line(
    clone: Clone, edit: Callable[[NotebookNode], None], said: str
) -> None:
    notebook = nbformat.read(path := clone.lessons / "04_create.ipynb", as_version=4)
    edit(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    assert edited_lessons(clone.lessons) == {"04_create": [said]}


def test_many_edits_are_not_all_listed(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_markdown_cell(f"{number}") for number in range(20)]
    notebook = normalise(nbformat.v4.new_notebook(cells=cells))
    for cell in notebook.cells:
        cell.source += " edited"
    nbformat.write(notebook, path := tmp_path / "many.ipynb")
    assert differences(path)[5:] == ["cell 6, “5 edited”: its text was changed", "and 14 more"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (None, "the file is missing"),
        (b"", "it cannot be read as a notebook: it is empty"),
        (b"\xff\xfe{", "it cannot be read as a notebook: it is not JSON"),
        (b"1", "it cannot be read as a notebook: it is JSON, but no notebook"),
        (b'{"cells": [1], "metadata": {}}', "it cannot be read as a notebook: one of its cells is"),
        (b'{"cells": [], "metadata": {}}', "its cells have no checksums: it was not saved by"),
    ],
)
def test_what_is_no_lesson(tmp_path: Path, raw: bytes | None, said: str) -> None:
    path = tmp_path / "lesson.ipynb"
    if raw is not None:
        path.write_bytes(raw)
    (line,) = differences(path)
    assert line.startswith(said)


def test_the_advice_is_how_to_undo_it_and_how_to_mean_it() -> None:
    assert advice("04_create", ["cell 1: …"]).splitlines() == [
        "notebooks/04_create.ipynb is not as it was executed and committed:",
        "  cell 1: …",
        "To undo this: git restore notebooks/04_create.ipynb",
        f"If you meant it: {as_command('execute', 'notebooks/04_create.ipynb')}",
    ]
