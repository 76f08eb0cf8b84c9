"""One folder for all temporary files of a test run, removed at the end; no student's file."""

import os
import tempfile
from pathlib import Path

import pytest

from workbook.checker.exercise import use_start

# nbval kills its kernels, so the servers in them cannot remove their own folders.
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory]()


def pytest_configure(config: pytest.Config) -> None:
    folder = tempfile.TemporaryDirectory(prefix="pytest-workbook-", ignore_cleanup_errors=True)
    config.stash[FOLDER] = folder
    os.environ["TMPDIR"] = tempfile.tempdir = folder.name
    use_start(Path(folder.name))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[FOLDER].cleanup()
