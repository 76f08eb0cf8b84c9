"""start.py: what it decides and says. That it sets up is what .ci/run begins with."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import start

BASE = "/opt/python"


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


class Computer:
    """A folder, what is on PATH, which commands work, and what was run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = str(folder / ".venv" / "bin" / "python")
        self.version = "3.13"
        self.uv = ""
        self.base: str | None = BASE
        self.ensurepip = self.pip = True
        self.fails = self.stopped = ""
        self.ran: list[str] = []

    def output(self, *command: str) -> str:
        """Answer in place of the programs."""
        if command[0] == "uv":
            return self.uv
        if command[0] == self.python and not os.path.exists(self.python):
            return ""
        if "pip" in command:
            return "pip 25" if self.pip else ""
        if "ensurepip" in command[-1]:
            return "both" if self.ensurepip else ""
        return self.version

    def run(self, *command: str) -> bool:
        """Note the command, and make .venv if it would."""
        self.ran.append(" ".join(command).replace(f"{self.folder}{os.sep}", ""))
        if self.fails in command:
            return False
        if "venv" in command:
            self.make_venv()
        if self.stopped in command:
            raise KeyboardInterrupt
        return True

    def make_venv(self) -> None:
        Path(self.python).parent.mkdir(parents=True, exist_ok=True)
        Path(self.python).touch()


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    computer = Computer(tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", Path(computer.python))
    monkeypatch.setattr(start, "STAMP", tmp_path / ".venv" / "set-up.json")
    monkeypatch.setattr(start, "find_python", lambda: computer.base)
    monkeypatch.setattr(start, "output", computer.output)
    monkeypatch.setattr(start, "run", computer.run)
    monkeypatch.chdir(tmp_path)
    return computer


VENV = f"{BASE} -m venv .venv"
PIP = ".venv/bin/python -m pip install --requirement constraints.txt --editable ."
UV_VENV = f"uv venv --python {BASE} .venv"
UV_SYNC = "uv sync --inexact"


def test_without_uv_it_sets_up_with_venv_and_pip_once(computer: Computer) -> None:
    assert start.set_up()
    assert computer.ran == [VENV, PIP]
    assert not start.set_up()
    assert computer.ran == [VENV, PIP]


def test_with_uv_it_sets_up_with_uv_once(computer: Computer) -> None:
    computer.uv = "uv 0.13.9 (x86_64-unknown-linux-gnu)"
    assert start.set_up()
    assert computer.ran == [UV_VENV, UV_SYNC]
    assert not start.set_up()


def test_a_uv_that_cannot_read_the_groups_is_left_alone(computer: Computer) -> None:
    computer.uv = "uv 0.4.9"
    start.set_up()
    assert computer.ran == [VENV, PIP]


def test_an_environment_that_uv_run_made_is_completed_by_uv_and_replaced_by_pip(
    computer: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    computer.make_venv()
    computer.uv = "uv 0.13.9"
    start.set_up()
    assert computer.ran == [UV_SYNC]
    start.STAMP.unlink()
    computer.uv = ""
    start.set_up()
    assert computer.ran[1:] == [VENV, PIP]
    assert "$ rm -r .venv" in capsys.readouterr().err


def test_other_versions_are_installed_into_the_same_environment(computer: Computer) -> None:
    start.set_up()
    (computer.folder / "constraints.txt").write_text("fastapi==1", encoding="utf-8")
    assert start.set_up()
    assert computer.ran == [VENV, PIP, PIP]


def other_folder(computer: Computer) -> None:
    stamp = json.loads(start.STAMP.read_text(encoding="utf-8"))
    start.STAMP.write_text(json.dumps(stamp | {"folder": "/old"}), encoding="utf-8")


def other_python(computer: Computer) -> None:
    computer.version = "3.14"


def too_old_python(computer: Computer) -> None:
    computer.version = "3.10"


def damaged(computer: Computer) -> None:
    start.STAMP.write_text("{", encoding="utf-8")


@pytest.mark.parametrize("change", [other_folder, other_python, too_old_python, damaged])
def test_an_environment_that_cannot_be_kept_is_made_anew(
    computer: Computer, change: Callable[[Computer], None]
) -> None:
    start.set_up()
    change(computer)
    assert start.set_up()
    assert computer.ran == [VENV, PIP] * 2


@pytest.mark.parametrize("program", ["venv", "pip", "uv"])
def test_what_fails_is_named_and_done_again_the_next_time(
    computer: Computer, program: str, capsys: pytest.CaptureFixture[str]
) -> None:
    computer.uv = "uv 0.13.9" if program == "uv" else ""
    computer.fails = program
    assert start.main([]) == 1
    assert f"\n{program} failed; what it says stands above." in capsys.readouterr().err
    computer.fails = ""
    assert start.set_up()


def test_what_was_stopped_halfway_is_not_taken_for_installed(computer: Computer) -> None:
    computer.stopped = "pip"
    assert start.main([]) == 130
    computer.stopped = ""
    assert start.set_up()
    assert computer.ran == [VENV, PIP] * 2
    (computer.folder / "constraints.txt").write_text("fastapi==1", encoding="utf-8")
    computer.uv = "uv 0.13.9"
    computer.stopped = "sync"
    assert start.main([]) == 130
    computer.stopped = ""
    assert start.set_up()
    assert computer.ran[4:] == [UV_SYNC, f"{UV_SYNC} --reinstall"]
    assert not start.set_up()


def test_an_update_that_is_refused_leaves_the_environment_as_it_was(computer: Computer) -> None:
    start.set_up()
    before = start.STAMP.read_text(encoding="utf-8")
    (computer.folder / "constraints.txt").write_text("fastapi==1", encoding="utf-8")
    computer.fails = "pip"  # offline, for example
    assert start.main([]) == 1
    assert start.STAMP.read_text(encoding="utf-8") == before
    computer.fails = ""
    start.set_up()
    assert computer.ran == [VENV, PIP, PIP, PIP]


def test_without_ensurepip_the_pip_of_the_system_does(computer: Computer) -> None:
    computer.ensurepip = False
    start.set_up()
    assert computer.ran == [
        f"{BASE} -m venv --without-pip .venv",
        f"{BASE} -m pip --python {PIP.replace(' -m pip', '')}",
    ]


def test_without_ensurepip_and_pip_it_says_what_to_install(
    computer: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    computer.ensurepip = computer.pip = False
    assert start.main([]) == 1
    assert capsys.readouterr().err.endswith(
        f"\n{BASE} comes without venv and pip. Install them and run the same command again; "
        "on Debian and Ubuntu: sudo apt install python3.13-venv\n"
    )
    assert computer.ran == []


def test_with_an_old_python_only_it_says_so(
    computer: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    computer.base = None
    assert start.main(["test"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("\nThe workbook needs Python 3.11 or newer; this is 3.")
    assert said.count("\n") == 2
    assert computer.ran == []


def test_with_an_old_python_and_uv_it_is_uv_that_finds_one(computer: Computer) -> None:
    computer.base = None
    computer.uv = "uv 0.13.9"
    assert start.set_up()
    assert computer.ran == ["uv venv .venv", UV_SYNC]


def test_a_folder_that_cannot_be_written_to_is_named(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert start.main([]) == 1
    assert f"{computer.folder} cannot be written to" in capsys.readouterr().err


def test_a_stop_by_the_keyboard_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "set_up", stopped)
    assert start.main([]) == 130
    assert capsys.readouterr().err == "\nStopped. The same command goes on.\n"


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
