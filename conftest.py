"""Temporary files of a test run: one folder for all of them, removed at the end."""

import os
import tempfile

import pytest

# nbval kills its kernels, so the servers in them cannot remove their own folders.
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory]()


def pytest_configure(config: pytest.Config) -> None:
    folder = tempfile.TemporaryDirectory(prefix="pytest-workbook-", ignore_cleanup_errors=True)
    config.stash[FOLDER] = folder
    os.environ["TMPDIR"] = tempfile.tempdir = folder.name


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[FOLDER].cleanup()
