"""A copy of the new app in a folder of its own, which lesson 14 changes."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from sqlmodel import SQLModel

from workbook.paths import AFTER, ROOT


def go_to_a_copy() -> None:
    """Copy the new app and its migrations to a new folder, go there, and import from there."""
    temporary = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
    atexit.register(temporary.cleanup)
    folder = Path(temporary.name)
    without = shutil.ignore_patterns("__pycache__")
    for name in (AFTER, "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", folder)  # it says where the migrations are
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    forget_app()


def forget_app() -> None:
    """Let the next import read all files of the app anew, also its models, as a new process does.

    A table can be declared only once, so what SQLModel knows is forgotten as well: objects of the
    old classes cannot be used any more.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == AFTER]:
        del sys.modules[name]
    SQLModel._sa_registry.dispose()
    SQLModel.metadata.clear()
