"""A lesson as a student first sees it, and how a copy of it is known again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbook.lessons.cells import KEY, METADATA, Notebook, as_text, ours, read_notebook, version
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS


def fresh(lesson: str, lessons: Path = NOTEBOOKS) -> tuple[str, str]:
    """Return a lesson as a student first sees it: no outputs, and the answers folded.

    Args:
        lesson: its full name.
        lessons: where the lessons are.

    Returns:
        The text of the copy, and its version.

    Raises:
        ValueError: the lesson cannot be read.

    """
    try:
        notebook = read_notebook(lessons / file_name(lesson))
    except (ValueError, OSError) as error:
        path = f"{lessons.name}/{file_name(lesson)}"
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"{path} cannot be read ({reason}): git restore {path}") from None
    run = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            if "jupyter" not in cell["metadata"]:
                run.append(cell.get("id", ""))
    mark: dict[str, Any] = {"lesson": lesson, "version": version(notebook), "cells_to_run": run}
    notebook["metadata"] = METADATA | {KEY: mark}
    return as_text(notebook), mark["version"]


def copies_of(folder: Path) -> Iterator[tuple[Path, Notebook]]:
    """Give each notebook in the folder that is a copy of a lesson, whatever its name is."""
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = read_notebook(path)
        except (ValueError, OSError):
            continue
        if ours(notebook).get("lesson") in LESSONS:
            yield path, notebook
