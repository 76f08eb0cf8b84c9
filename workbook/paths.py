"""Where things are: the parts of the project in a clone of it, Python, and installed packages."""

import functools
import os
import sysconfig
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
MY_LESSONS = ROOT / "my_lessons"  # the student's own copies; git ignores them
CONTRACT_TESTS = ROOT / "tests" / "contract"
TASK_TESTS = ROOT / "tests" / "tasks"
BEFORE, AFTER = "before_dict_json", "after_session"  # the packages of the two apps
INSTALLED = {"site-packages", "dist-packages"}
WORKBOOK = Path(__file__).resolve().parent
PYTHON = [Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")]
PYTHON.append(Path(functools.__file__).resolve().parent)  # in a browser, a zip file


def is_in_packages(path: PurePath) -> bool:
    """Tell whether a path leads through a folder of installed packages."""
    return not INSTALLED.isdisjoint(path.parts)


@functools.lru_cache(maxsize=4096)
def is_library(file: str) -> bool:
    """Tell whether a file is of an installed package, of Python, or of the workbook itself."""
    path = Path(os.path.realpath(file))
    return is_in_packages(path) or any(map(path.is_relative_to, (WORKBOOK, *PYTHON)))
