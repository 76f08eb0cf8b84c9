"""start.py: when it makes .venv, completes it, replaces it or leaves it, and how."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import start
from tests.shared.computer import PIP, UV_SYNC, UV_VENV, VENV, Computer


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, monkeypatch)


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
