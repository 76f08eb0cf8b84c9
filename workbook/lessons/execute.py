"""Run a notebook from top to bottom, and save it so that a second run changes nothing."""

import asyncio
import os
import tempfile
from copy import deepcopy
from pathlib import Path
from unittest import mock

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from nbformat import NotebookNode

from workbook.checker.exercise import use_start
from workbook.files.ordinary_file import read_file, replace_file
from workbook.lessons.cells import normalise

PICTURE = "image/png"


class NotebookError(Exception):
    """A notebook could not be read, or one of its cells raised an error."""


def execute(path: Path) -> bool:
    """Run every cell in a new kernel, in the notebook's folder, and save the outputs.

    A picture of measured times is another one after each run, so a picture stays if its text has
    not changed. To have a new one, clear the output of its cell first.

    Args:
        path: the notebook; it is replaced only if every cell succeeded.

    Returns:
        Whether the file changed.

    Raises:
        NotebookError: says which notebook, and what went wrong; the file is as it was.
    """
    try:
        before = read_file(path).decode("utf-8").replace("\r\n", "\n")
        notebook = nbformat.reads(before, as_version=4)
        nbformat.validate(notebook)
        outputs = [deepcopy(cell.get("outputs", [])) for cell in notebook.cells]
    except Exception as error:  # nbformat raises errors of many kinds
        reason = getattr(error, "strerror", None) or error
        raise NotebookError(f"{path} cannot be read as a notebook: {reason}") from error
    try:
        with (
            tempfile.TemporaryDirectory(prefix="workbook-") as folder,
            mock.patch.dict(os.environ),  # afterwards it is as it was
        ):
            use_start(Path(folder))
            run_cells(notebook, path.parent)
    except (CellControlSignal, RuntimeError) as error:  # RuntimeError: the kernel died
        raise NotebookError(f"{path} failed and was not changed: {error}") from error
    for cell, old in zip(notebook.cells, outputs, strict=True):
        _keep_pictures(cell.get("outputs", []), old)
    after = nbformat.writes(normalise(notebook)) + "\n"
    if after == before:
        return False
    try:
        replace_file(path, after.encode())
    except OSError as error:
        raise NotebookError(f"{path} cannot be written: {error.strerror}") from error
    return True


def _keep_pictures(outputs: list[NotebookNode], old: list[NotebookNode]) -> None:
    for new_output, old_output in zip(outputs, old, strict=False):
        new, before = new_output.get("data", {}), old_output.get("data", {})
        if PICTURE in new and new == before | {PICTURE: new[PICTURE]}:
            new[PICTURE] = before.get(PICTURE, new[PICTURE])


class _Loop(asyncio.SelectorEventLoop):
    """An event loop in which the command's handlers of signals stay: nbclient would replace them.

    So a signal ends the loop, and with it what runs in it: nbclient shuts its kernel down.
    """

    def add_signal_handler(self, *_: object) -> None:
        """Refuse; nbclient expects that of Windows."""
        raise NotImplementedError

    def default_exception_handler(self, _: object) -> None:
        """Say nothing of what a signal has broken off; all other errors come out of the loop."""


def run_cells(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell in a new kernel; the outputs go into `notebook`."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        # Not a word about unencrypted TCP, nor about a cell that a signal has broken off.
        extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        coalesce_streams=True,
        timeout=120,
    )
    with asyncio.Runner(loop_factory=_Loop) as runner:
        runner.run(client.async_execute())
