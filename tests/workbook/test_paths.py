"""What counts as a library: no line of it is shown, or looked into."""

import functools
import runpy
from pathlib import Path

import pytest

from workbook import paths

BROWSER = Path("/lib/python314.zip")  # where a browser has Python's own modules


def test_python_in_a_zip_file_is_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not paths.is_library(str(BROWSER / "linecache.py"))
    monkeypatch.setattr(functools, "__file__", str(BROWSER / "functools.py"))
    assert runpy.run_path(paths.__file__)["is_library"](str(BROWSER / "linecache.py"))
