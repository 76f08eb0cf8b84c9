"""Our own code as an archive: with it in site-packages, the paths of a clone hold there, too."""

import shutil
import tempfile
from pathlib import Path

from workbook.paths import ROOT
from workbook.site.archive import compile_all, pack

# What the lessons use, and what `check` and `contract` run.
PARTS = (
    *("before_dict_json", "after_session", "exercise", "mistakes", "migrations", "workbook"),
    *("tests/conftest.py", "tests/contract", "tests/tasks", "tests/shared/solutions"),
    "pyproject.toml",
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "kept", "site", "grade", "sheets", "jupyter")


def own_code(archive: Path, pyodide: Path) -> None:
    """Write the archive.

    Args:
        archive: its path.
        pyodide: the folder of its package, whose Python compiles.

    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            target = folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, target, ignore=LEFT_OUT)
            else:
                shutil.copyfile(ROOT / part, target)
        compile_all(folder, pyodide, keep_source=True)
        pack(folder, archive)
