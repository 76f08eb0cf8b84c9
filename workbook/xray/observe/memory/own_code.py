"""Which modules are the app's own, rather than Python's or a library's."""

import sys
from functools import lru_cache
from typing import Any

from workbook.paths import is_library


def is_own(module: Any) -> bool:
    """Tell whether a module of this name is the app's own; the code of a notebook is, too."""
    return type(module) is str and _is_own(module)  # a class may call it whatever it likes


@lru_cache(maxsize=1024)
def _is_own(module: str) -> bool:
    root = module.partition(".")[0]
    if root in sys.stdlib_module_names or root == "workbook":
        return root == "__main__"
    file = getattr(sys.modules.get(module), "__file__", None)
    return not file or not is_library(file)
