"""start.py: what it does and says where something is missing or fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import start
from tests.shared.computer import BASE, PIP, UV_SYNC, Computer


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, monkeypatch)


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_help_that_cannot_be_printed_is_no_success() -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-S", start.__file__, "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "cannot print: No space left on device\n")
