"""Libraries that an app imports late, in a fork: the next forks need not import them again."""

import gc
import sys
from contextlib import suppress
from importlib import import_module
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


def late_libraries(before: set[str]) -> list[str]:
    """Return the libraries that have been imported since there were only these modules."""
    new = {name: file_of(sys.modules[name]) for name in sys.modules.keys() - before}
    return [name for name, file in new.items() if file and is_library(file)]


def file_of(module: Any) -> str:
    """Return the file of a module; empty: it has none."""
    name = vars(module).get("__file__") if hasattr(module, "__dict__") else None
    return name if isinstance(name, str) else ""
