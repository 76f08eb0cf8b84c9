"""The files that JupyterLab shows on the site: lessons, the exercise, and what lessons lead to."""

import os
import re
import shutil
from pathlib import Path

from workbook.lessons.fresh import fresh
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS, ROOT

# What students write in, and what cells read; what a lesson links to comes besides.
FILES = ("exercise/main.py", "exercise/after_the_switch.py", "mistakes", "after_session/main.py")
LINK = re.compile(r"\]\(\.\./([^)#]+)")
EPOCH = 1_767_225_600  # each file is of the same date, so the same files make the same site


def write_contents(folder: Path) -> None:
    """Write the files that the page shows: each lesson as a student first sees it, and others."""
    (folder / NOTEBOOKS.name).mkdir(parents=True)
    for lesson in LESSONS:
        text, _ = fresh(lesson)
        (folder / NOTEBOOKS.name / file_name(lesson)).write_text(text, encoding="utf-8")
    for name in (*FILES, *linked()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=without, dirs_exist_ok=True)
        else:
            shutil.copyfile(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        os.utime(path, (EPOCH, EPOCH))


def linked() -> list[str]:
    """Return the files to which the lessons link, seen from the project's folder."""
    texts = (path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("*.ipynb"))
    return sorted({name for text in texts for name in LINK.findall(text)})
