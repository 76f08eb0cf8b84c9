"""Libraries that an app imports late, in a fork: the next forks need not import them again."""

import gc
import sys
from contextlib import suppress
from importlib import import_module
from itertools import islice
from typing import Any

from workbook.paths import is_library
from workbook.xray.any_app.errors import ENDS


def import_libraries(names: tuple[str, ...]) -> None:
    """Import those that an earlier fork has imported."""
    for each in names:
        with suppress(*ENDS):
            import_module(each)
    if names:
        gc.freeze()


def late_libraries(before: int) -> list[str]:
    """Return the libraries that have been imported since there were so many modules.

    The newest ones are looked at alone: to touch all would copy this process's memory.
    """
    new = list(islice(reversed(sys.modules), max(0, len(sys.modules) - before)))
    files = {name: file_of(sys.modules[name]) for name in reversed(new)}
    return [name for name, file in files.items() if file and is_library(file)]


def file_of(module: Any) -> str:
    """Return the file of a module; empty: it has none."""
    name = vars(module).get("__file__") if hasattr(module, "__dict__") else None
    return name if isinstance(name, str) else ""
