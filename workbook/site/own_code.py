"""Our own code as an archive, which becomes a folder like a clone, outside of the libraries'."""

import shutil
import tempfile
from pathlib import Path

from workbook.paths import NOTEBOOKS, ROOT
from workbook.site.archive import compile_all, pack
from workbook.site.recordings import write_recordings

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
