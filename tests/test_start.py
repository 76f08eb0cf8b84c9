"""start.py: what it runs, once .venv is there; and that the README and the checks begin with it.

That it sets up for real is what .ci/run begins with.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import start


def read(name: str) -> str:
    return (Path(start.__file__).parent / name).read_text(encoding="utf-8")


def test_the_readme_begins_with_it_and_the_checks_run_the_same() -> None:
    first, second = re.findall(r"```sh\n(\S+ \S+[^\n#]*?) *(?:#.*)?\n```", read("README.md"))[:2]
    assert (first, second) == ("python3 start.py", "python3 start.py test")
    lines = read(".ci/run").splitlines()
    assert any(line.startswith(f"{first} reset --check") for line in lines)
    assert any(line.startswith(second) for line in lines)


def test_it_knows_the_pythons_that_are_asked_for_and_tested() -> None:
    oldest = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert oldest == ">=" + ".".join(map(str, start.OLDEST))
    tested = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]["test"]["strategy"]["matrix"]
    assert {f"python{version}" for version in tested["python"]} == set(start.NEWER)


@pytest.mark.skipif(os.name == "nt", reason="there, a process cannot be replaced")
@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        ([], ["workbook"]),
        (["check", "create_expense"], ["workbook", "check", "create_expense"]),
        (["test"], ["pytest"]),
        (["test", "-x", "tests"], ["pytest", "-x", "tests"]),
    ],
)
def test_then_it_becomes_the_workbook_or_pytest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], module: list[str]
) -> None:
    became = []
    monkeypatch.setattr(start, "set_up", lambda: False)
    monkeypatch.setattr(os, "execve", lambda *of: became.append((*of, os.getcwd())))
    monkeypatch.setattr(subprocess, "call", lambda command, env: 0)
    monkeypatch.chdir(tmp_path)
    start.main(arguments)
    python, command, environment, folder = became[0]
    assert command == [python, "-m", *module]
    assert python == str(start.PYTHON)
    assert environment == start.environment()
    # pytest finds its settings from the folder; a file that a command names is seen from here.
    assert Path(folder) == (start.ROOT if module[0] == "pytest" else tmp_path)


def test_the_environment_is_that_of_an_activated_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = ["PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV", "PIP_USER"]
    for name in elsewhere:
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "an index")
    monkeypatch.setenv("LC_ALL", "C")
    found = start.environment()
    assert "/elsewhere" not in found.values()
    assert found["VIRTUAL_ENV"] == found["UV_PROJECT_ENVIRONMENT"] == str(start.VENV)
    assert found["PATH"].split(os.pathsep)[0] == str(start.PYTHON.parent)
    assert (found["PIP_INDEX_URL"], found["LC_ALL"]) == ("an index", "C.UTF-8")
    monkeypatch.setattr(sys, "argv", ["../my lessons/start.py"])
    assert start.environment()["WORKBOOK_STARTED_AS"] == "python3 '../my lessons/start.py'"


def test_an_old_python_looks_for_a_newer_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/shims/{name}")
    monkeypatch.setattr(start, "version_of", lambda path: "3.12" if path.endswith("12") else "")
    assert start.find_python() == "/shims/python3.12"
    monkeypatch.setattr(start, "version_of", lambda path: "")
    assert start.find_python() is None


def test_it_makes_the_environment_from_the_python_under_an_active_one() -> None:
    assert start.find_python() == sys._base_executable


def test_commands_are_shown_in_the_form_to_type_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    start.show([str(tmp_path / ".venv" / "python"), "-m", "pip", "a b"], tmp_path)
    assert capsys.readouterr().err == f"$ .venv{os.sep}python -m pip 'a b'\n"


def test_an_old_python_can_read_it() -> None:
    # As far as the message that it is too old.
    ast.parse(read("start.py"), feature_version=(3, 7))


def test_help_needs_nothing() -> None:
    command = [sys.executable, "-I", "-S", start.__file__, "--help"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert "python3 start.py test" in done.stdout


def test_without_the_packages_the_module_says_what_to_run() -> None:
    command = [sys.executable, "-S", "-m", "workbook"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=start.ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "python3 start.py" in done.stderr
    assert "Traceback" not in done.stderr
