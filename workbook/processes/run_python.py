"""Do in a process of its own what `python -m module` does, and wait for its end."""

from collections.abc import Sequence
from pathlib import Path

from workbook.processes.python_process import PythonProcess


def run_python(
    module: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: dict[str, str],
    output: Path,
) -> int:
    """Run a module.

    Args:
        module: what to run as `__main__`.
        arguments: what it finds in `sys.argv[1:]`.
        folder: its working folder.
        environment: variables that it has besides this process's.
        output: the file that gets all that it prints.

    Returns:
        The exit status, as `subprocess` has it.

    Raises:
        ServerEndedError: the process could not be started, or how it ended is not known.

    """
    process = PythonProcess(
        module, arguments, folder=folder, environment=environment, output=output
    )
    try:
        status = process.wait()
    finally:
        process.end()
    assert status is not None  # as it has ended
    return status
