"""How a command of the workbook is typed here: the same one starts in several ways."""

import os
import shutil
import sys
from pathlib import Path

STARTED = "WORKBOOK_STARTED_AS"  # start.py sets it: `python3 start.py`
UV = "UV_RUN_RECURSION_DEPTH"  # `uv run` sets it in whatever it runs


def as_command(*words: object) -> str:
    """Return a command in the form in which this process was started.

    Args:
        words: the command and its arguments, such as "hint", "create_expense", 2; none: only what
            stands before them.

    Returns:
        Such as `uv run workbook hint create_expense 2`.

    """
    start = os.environ.get(STARTED) or ("uv run " if UV in os.environ else "") + _program()
    return " ".join([start, *map(str, words)])


def as_call(name: str, *arguments: str | int) -> str:
    """Return the same as a call in a notebook, such as `hint("create_expense", 2)`."""
    shown = [f'"{each}"' if isinstance(each, str) else str(each) for each in arguments]
    return f"{name}({', '.join(shown)})"


def _program() -> str:
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    if spec is not None and spec.name == "workbook.__main__":
        return "python -m workbook"
    if UV in os.environ or shutil.which("workbook"):
        return "workbook"
    script = Path(sys.argv[0])  # as it was typed, where the environment is not activated
    return str(script) if script.stem == "workbook" else "python -m workbook"
