"""Do in this process what `python -m module` would do."""

import os
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from workbook.browser.alone import alone


def run_python(
    module: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: dict[str, str],
    output: Path,
) -> int:
    """Run a module, as the function of the same name in `workbook.processes` does in a process.

    Args:
        module: what to run as `__main__`.
        arguments: what it finds in `sys.argv[1:]`.
        folder: its working folder.
        environment: variables that it has besides this process's.
        output: the file that gets all that it prints.

    Returns:
        The exit status.

    """
    paths = [Path(each) for each in environment.get("PYTHONPATH", "").split(os.pathsep) if each]
    with output.open("w", encoding="utf-8") as file, alone(folder, paths, environment, file):
        sys.argv[1:] = arguments
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
