"""Which folder the imports of a file begin in: Python has to be told before it runs the file.

`fastapi run` looks for `__init__.py`, uvicorn takes the folder that it is started in. Neither is
always right: `app/main.py` may begin with `from app.models import …` or with `from .models import
…` without any `__init__.py`, and one that is there may be there for nothing.
"""

import ast
import importlib.util
from pathlib import Path

LEVELS = 3  # so many folders above the file may be the one


def root_of(file: Path) -> Path:
    """Return the folder: the file's own, unless its imports need one above.

    Args:
        file: its source is read, and nothing is run.

    """
    names, level = _imports(file)
    folders = list(file.parents)[: LEVELS + 1]
    # In `app/main.py`, `from .models` needs the folder of `app`, and `from ..models` the one above.
    place = max(level, file.name == "__init__.py")
    for name in names:
        found = (i for i, folder in enumerate(folders) if _has(folder, name))
        place = max(place, next(found, 0))
    place = min(place, len(folders) - 1)
    while 0 < place < len(folders) - 1 and (folders[place] / "__init__.py").is_file():
        place += 1
    return folders[place]


def _imports(file: Path) -> tuple[set[str], int]:
    """Return the names that a file imports and that are not installed; and its most dots."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set(), 0  # the import will say what is wrong
    names: set[str] = set()
    level = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            level = max(level, node.level)
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).partition(".")[0])
    return {name for name in names if not _is_installed(name)}, level


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None  # of a name without dots: no import
    except (ImportError, ValueError):
        return False


def _has(folder: Path, name: str) -> bool:
    return (folder / name).is_dir() or (folder / f"{name}.py").is_file()
