"""A notebook's cells: read from the file, written in one form, and known again by checksums."""

import hashlib
import json
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]

KEY = "workbook"  # of what we write into a notebook's metadata; JupyterLab keeps it
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},  # without it JupyterLab asks which kernel to use
}
# What of an output a reader sees.
SEEN = {"output_type", "name", "text", "data", "ename", "evalue", "traceback"}
FOLDED = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}


def read_notebook(path: Path) -> Notebook:
    """Read a notebook, without the time that a full validation takes.

    Args:
        path: the file.

    Returns:
        What is in it.

    Raises:
        ValueError: it is no notebook; the message says why.
        OSError: it cannot be read.

    """
    if path.exists() and not path.is_file():  # to read from a pipe may wait for ever
        raise ValueError("it is not a file")
    text = path.read_bytes()
    if not text.strip():
        raise ValueError("it is empty")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not isinstance(notebook.get("metadata"), dict):
        raise ValueError("it is JSON, but no notebook")
    if not all(_is_cell(cell) for cell in cells):
        raise ValueError("one of its cells is damaged")
    return notebook


def as_text(notebook: Notebook) -> str:
    """Write a notebook as nbformat and JupyterLab do."""
    form = {"ensure_ascii": False, "indent": 1, "sort_keys": True, "separators": (",", ": ")}
    return json.dumps(notebook, **form) + "\n"  # type: ignore[arg-type]


def ours(notebook: Notebook) -> dict[str, Any]:
    """Return what we wrote into the notebook's metadata; nothing if we did not."""
    found = notebook["metadata"].get(KEY)
    return found if isinstance(found, dict) else {}


def source(cell: Cell) -> str:
    """Return a cell's text."""
    return _joined(cell["source"])


def version(notebook: Notebook) -> str:
    """Return a checksum of the types and texts of all cells."""
    return _checksum([_text(cell) for cell in notebook["cells"]])


def checksums(notebook: Notebook) -> list[str]:
    """Return a checksum of each cell's text and, if there are outputs, one of these after it.

    What a reader does not see counts for nothing: execution counts, ids, metadata.
    """
    return [" ".join(map(_checksum, (_text(each), *_outputs(each)))) for each in notebook["cells"]]


def normalise(notebook: Notebook) -> Notebook:
    """Keep what a reader sees; give each cell an id by its position; drop what varies.

    The checksums of the cells go into the metadata, so that it is seen when somebody edits them.

    Args:
        notebook: a notebook of nbformat, or what `read_notebook` returns; it is changed.

    Returns:
        The same notebook.

    """
    notebook["nbformat_minor"] = 5
    for number, cell in enumerate(notebook["cells"], start=1):
        cell["id"] = f"cell-{number:02}"
        folded = "jupyter" in cell["metadata"]  # an answer to an exercise
        cell["metadata"] = FOLDED if folded else {}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output["metadata"] = {}
    notebook["metadata"] = METADATA | {KEY: {"cells": checksums(notebook)}}
    return notebook


def _is_cell(cell: object) -> bool:
    return (
        isinstance(cell, dict)
        and cell.get("cell_type") in ("code", "markdown", "raw")
        and isinstance(cell.get("metadata"), dict)
        and isinstance(cell.get("source"), str | list)
        and (cell["cell_type"] != "code" or isinstance(cell.get("outputs"), list))
    )


def _text(cell: Cell) -> list[str]:
    return [cell["cell_type"], source(cell)]


def _outputs(cell: Cell) -> list[list[Any]]:
    outputs = [
        {key: _plain(value) for key, value in output.items() if key in SEEN}
        for output in cell.get("outputs", [])
    ]
    return [outputs] if outputs else []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _joined(each) for key, each in value.items()}
    return _joined(value)


def _joined(text: Any) -> Any:
    """Join the lines into which a file divides a text."""
    is_lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
    return "".join(text) if is_lines else text


def _checksum(value: object) -> str:
    text = json.dumps(value, sort_keys=True)  # ASCII: a lone surrogate has no UTF-8
    return hashlib.sha256(text.encode()).hexdigest()[:8]
