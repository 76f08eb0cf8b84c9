"""`python -m module` in this process: what the module sees, and what stays of it."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from workbook.browser.run_python import run_python


def test_a_module_has_its_folder_and_its_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "given.py").write_text(
        "import os, sys, tempfile\n"
        "print(os.getcwd(), tempfile.gettempdir(), os.environ['GIVEN'], sys.argv[1:])\n"
        "sys.exit('it failed')\n"
    )
    before = dict(os.environ), list(sys.path), list(sys.argv), sys.modules["__main__"], os.getcwd()
    environment = {"PYTHONPATH": str(tmp_path), "GIVEN": "yes"}
    output = tmp_path / "output"
    status = run_python("given", ["one"], folder=tmp_path, environment=environment, output=output)
    assert status == 1
    assert output.read_text() == f"{tmp_path} {tempfile.gettempdir()} yes ['one']\n"
    after = dict(os.environ), list(sys.path), list(sys.argv), sys.modules["__main__"], os.getcwd()
    assert after == before
    assert "given" not in sys.modules
    assert capsys.readouterr() == ("", "")
