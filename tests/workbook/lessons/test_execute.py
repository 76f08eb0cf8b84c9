"""`execute` runs a notebook and writes it back, normalised; what it cannot run stays as it was."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from workbook.__main__ import app
from workbook.checker.exercise import VARIABLE, start
from workbook.lessons.execute import NotebookError, execute


def write(path: Path, *sources: str) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def test_execute_twice_changes_the_file_only_once(tmp_path: Path) -> None:
    path = tmp_path / "sum.ipynb"
    write(path, "print('a')\nprint('b')", "1 + 1")
    assert execute(path)
    first = path.read_bytes()
    assert not execute(path)
    assert path.read_bytes() == first
    notebook = nbformat.read(path, as_version=4)
    assert [cell.id for cell in notebook.cells] == ["cell-01", "cell-02"]
    assert notebook.cells[0].outputs[0].text == "a\nb\n"
    assert notebook.cells[1].outputs[0].data["text/plain"] == "2"
    assert "execution" not in notebook.cells[0].metadata


PICTURE = """from random import random
from IPython.display import display
display({"text/plain": TEXT, "image/png": str(random())}, raw=True)"""


def test_execute_keeps_a_picture_as_long_as_its_text_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "chart.ipynb"
    write(path, PICTURE.replace("TEXT", "'a chart'"))
    assert execute(path)
    assert not execute(path)
    text = path.read_text("utf-8")
    path.write_text(text.replace("'a chart'", "'another'"), "utf-8")
    assert execute(path)
    (old,), (new,) = (nbformat.reads(each, 4).cells[0].outputs for each in (text, path.read_text()))
    assert old.data["image/png"] != new.data["image/png"]


def test_execute_runs_a_notebook_in_its_own_folder(tmp_path: Path) -> None:
    path = tmp_path / "folder.ipynb"
    write(path, "from pathlib import Path\nPath('here').touch()")
    execute(path)
    assert (tmp_path / "here").exists()


def test_execute_looks_at_the_start_of_the_exercise_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "the student's file")
    path = tmp_path / "exercise.ipynb"
    write(path, f"import os, pathlib\nprint(pathlib.Path(os.environ['{VARIABLE}']).read_text())")
    execute(path)
    assert nbformat.read(path, as_version=4).cells[0].outputs[0].text == f"{start()}\n"
    assert os.environ[VARIABLE] == "the student's file"


def test_execute_leaves_a_notebook_with_a_failing_cell_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "wrong.ipynb"
    write(path, "1 / 0")
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"(?s)wrong\.ipynb.*ZeroDivisionError"):
        execute(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"cells": 1})])
def test_execute_names_a_file_that_is_no_notebook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "none.ipynb"
    path.write_text(text)
    with pytest.raises(NotebookError, match=r"none\.ipynb"):
        execute(path)
    assert path.read_text() == text


def test_the_command_says_which_notebook_failed_and_ends_with_1(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["execute", str(tmp_path / "missing.ipynb")])
    assert result.exit_code == 1
    assert "missing.ipynb" in result.stderr


def test_the_command_executes_what_it_is_given(tmp_path: Path) -> None:
    write(tmp_path / "one.ipynb", "1")
    result = CliRunner().invoke(app, ["execute", str(tmp_path / "one.ipynb")])
    assert result.stdout == "one.ipynb: written\n"
