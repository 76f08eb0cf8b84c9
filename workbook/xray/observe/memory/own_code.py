"""Which modules are the app's own, rather than Python's or a library's."""

import sys
import sysconfig
from functools import lru_cache
from pathlib import PurePath
from typing import Any

INSTALLED = {"site-packages", "dist-packages"}
PYTHON = tuple(
    f"{path}/" for name, path in sysconfig.get_paths().items() if name not in ("data", "scripts")
)


def is_own(module: Any) -> bool:
    """Tell whether a module of this name is the app's own; the code of a notebook is, too."""
    return type(module) is str and _is_own(module)  # a class may call it whatever it likes


@lru_cache(maxsize=1024)
def _is_own(module: str) -> bool:
    root = module.partition(".")[0]
    if root in sys.stdlib_module_names or root == "workbook":
        return root == "__main__"
    file = getattr(sys.modules.get(module), "__file__", None)
    return not file or not is_installed(file)


def is_installed(file: str) -> bool:
    """Tell whether a file is Python's, or belongs to a package that was installed."""
    return file.startswith(PYTHON) or not INSTALLED.isdisjoint(PurePath(file).parts)
