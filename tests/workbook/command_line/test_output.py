"""Whatever a terminal, a file or a pipe is like, a command prints something legible there."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbook.__main__ import app
from workbook.checker import command as checker
from workbook.checker.problems import Problem
from workbook.checker.verdict import Behaviour, Verdict
from workbook.command_line.output import make_console
from workbook.processes.python_process import PythonProcess

ENCODINGS = ["ascii", "cp1252", "cp437", "latin-1", "gbk", "utf-16", "utf-8"]
HOLDS_NOT = Behaviour("it works ✓", False, False)
VERDICT = Verdict("get_expense", Problem("no – such … row →"), (HOLDS_NOT,))
LETTERS = re.compile("[ñŁóźć]")  # those of COMMANDS that are not in each encoding
COMMANDS = [
    ["--help"],
    ["grade", "--help"],
    ["nope"],
    ["hint", "get_expense", "2"],
    ["hint", "ñope"],
    ["diff", "get_expense"],
    ["diff", "--solution", "tests/Łukasz…py"],
    ["trace", "before_dict_json", "POST", "/expenses", '{"description": "Łódź ✓"}'],
    ["trace", "missing…:app", "GET", "/"],
    ["check", "get_expense"],
    ["progress"],
    ["reset", "…"],
    ["execute", "missing…ipynb"],
    ["grade", "missing…"],
]


@pytest.fixture(autouse=True)
def quick_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "run_check", lambda name, *_, **__: VERDICT)
    monkeypatch.setattr(checker.FORK_SERVER, "start_as_fork", lambda: None)


def run(arguments: list[str], charset: str = "utf-8", **environment: str) -> Result:
    done = CliRunner(charset=charset).invoke(app, arguments, env=environment)
    assert isinstance(done.exception, SystemExit | None), done.exc_info
    return done


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_in_each_encoding(arguments: list[str]) -> None:
    whole = run(arguments)
    assert whole.output.strip()
    for encoding in ENCODINGS:
        done = run(arguments, encoding, COLUMNS="80")
        assert done.exit_code == whole.exit_code
        text = (done.stdout_bytes or done.stderr_bytes).decode(encoding)
        assert len(text) > 10
        lost = len(LETTERS.findall(whole.output))  # no sign of ours is
        assert text.count("?") <= whole.output.count("?") + lost, text


@pytest.mark.parametrize("columns", ["0", "1", "40", "abc", "-5", "²", "99999999999", ""])
def test_in_each_width(columns: str) -> None:
    for arguments in (["--help"], ["diff", "get_expense"], ["check", "get_expense"], ["progress"]):
        done = run(arguments, COLUMNS=columns, TERM="dumb", NO_COLOR="1")
        assert done.exit_code in (0, 1)
        assert 20 <= max(map(len, done.stdout.splitlines())) <= 1_000
        assert "\x1b" not in done.output


def test_plain_signs_in_place_of_ours() -> None:
    text = run(["progress"], "ascii").stdout
    assert "x get_expense" in text
    assert "no - such ... row >" in run(["check", "get_expense"], "ascii").stdout


def test_a_console_is_wide_enough_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "3")
    assert make_console().width == 20


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_no_success(tmp_path: Path) -> None:
    for arguments in (["hint", "get_expense"], ["--help"], ["diff", "lifespan"], ["hint", "x"]):
        process = PythonProcess(
            "workbook", arguments, folder=tmp_path, environment={}, output=Path("/dev/full")
        )
        assert process.wait(60) == (1 if arguments == ["hint", "x"] else 2)
        process.end()
