"""Of an installed wheel, each command that needs a clone says so, and changes nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbook import check, clone, contract
from workbook.clone import NotInCloneError
from workbook.paths import ROOT

PACKAGES = ("before_dict_json", "after_session", "exercise", "mistakes", "workbook")  # of a wheel
NEEDS = ["check", "reset", "reset 04", "progress", "watch", "copies", "sheets", "execute", "lab"]
NEEDS += ["grade .", ""]
WORKS = ["hint get_summary", "diff get_summary", "check --help"]
SCRIPT = """
import json, sys
from typer.testing import CliRunner
from workbook import check, contract
from workbook.__main__ import app

def called(function):
    try:
        return str(function("get_summary"))
    except Exception as error:
        return f"{type(error).__name__}: {error}"

done = {each: CliRunner().invoke(app, each.split()) for each in json.loads(sys.argv[1])}
statuses = {each: [one.exit_code, one.stdout, one.stderr] for each, one in done.items()}
print(json.dumps([statuses, called(check), called(contract)]))
"""


def test_in_a_wheel_a_command_that_needs_the_clone_says_so(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, installed / name)
    before = sorted(installed.rglob("*[!c]"))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(NEEDS + WORKS)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    statuses, checked, contracted = json.loads(done.stdout)
    for each in NEEDS:
        status, output, said = statuses[each]
        assert (status, output) == (2, ""), each
        assert said.startswith(f"{installed}{os.sep}"), each
        assert said.count("\n") == 1
        assert "is missing: an installed wheel has only the packages. This works in a clone" in said
    for said in (checked, contracted):
        assert said.startswith(f"NotInCloneError: {installed}")
    for each in WORKS:
        status, output, said = statuses[each]
        assert (status, said) == (0, ""), each
        assert output
    assert sorted(installed.rglob("*[!c]")) == before


@pytest.mark.parametrize("function", [check, contract])
def test_without_pytest_nothing_is_judged(
    function: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(NotInCloneError, match=r"^pytest, .* cannot be imported \(.*`uv sync`"):
        function("get_summary")  # type: ignore[operator]


def test_a_part_of_the_clone_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clone, "TESTS", (ROOT / "tests" / "contract" / "test_tea.py",))
    with pytest.raises(NotInCloneError, match=r"`git restore tests/contract/test_tea.py` brings"):
        check("get_summary")
