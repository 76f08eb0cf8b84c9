"""Our own code as an archive, which becomes a folder like a clone, outside of the libraries'."""

import json
import shutil
import tempfile
from pathlib import Path

from workbook.lessons.cells import source
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS, ROOT
from workbook.site.archive import compile_all, pack
from workbook.site.compare_outputs import listed

# What the lessons use, and what `check` and `contract` run.
PARTS = (
    *("before_dict_json", "after_session", "exercise", "mistakes", "migrations", "workbook"),
    *("tests/conftest.py", "tests/contract", "tests/tasks", "tests/shared/solutions"),
    "pyproject.toml",
)
CLONE = "from-dict-to-session"
PLACE = f"/usr/lib/{CLONE}"  # where Pyodide unpacks what is a "dynlib"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "kept", "site", "grade", "sheets", "jupyter")


def own_code(archive: Path, pyodide: Path) -> None:
    """Write the archive.

    Args:
        archive: its path.
        pyodide: the folder of its package, whose Python compiles.

    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, CLONE)
        for part in PARTS:
            target = folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, target, ignore=LEFT_OUT)
            else:
                shutil.copyfile(ROOT / part, target)
        write_recordings(folder / NOTEBOOKS.name)
        compile_all(folder, PLACE, pyodide)
        pack(Path(name), archive)


def write_recordings(folder: Path) -> None:
    """Write those cells of the lessons that are read: others know lessons by the checks in them.

    Besides, those that give something else in a browser, with their outputs.

    Args:
        folder: where the lessons would be; it is made.

    """
    folder.mkdir()
    for lesson in LESSONS:
        known = listed(lesson)
        notebook = json.loads((NOTEBOOKS / file_name(lesson)).read_text(encoding="utf-8"))
        cells = [
            each if each["id"] in known else each | {"outputs": []}
            for each in notebook["cells"]
            if each["id"] in known or "check(" in source(each)
        ]
        (folder / file_name(lesson)).write_text(json.dumps({"cells": cells}), encoding="utf-8")
