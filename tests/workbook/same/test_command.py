"""`workbook same` in a terminal: what it refuses, its exit status, and its report."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from workbook.same import command
from workbook.same.answers.difference import Difference
from workbook.same.findings.accepted import Entry
from workbook.same.findings.found import Found, Seen
from workbook.same.findings.planted import Planted
from workbook.same.findings.shown import Shown
from workbook.same.findings.verdict import Tried
from workbook.same.in_notebook import Outcome
from workbook.same.requests.step import Step
from workbook.same.side.runner import Picture, Ran

APP = typer.Typer()
APP.command()(command.same)


def run(arguments: Sequence[str], columns: int = 100) -> Result:
    return CliRunner().invoke(APP, arguments, env={"COLUMNS": str(columns)})


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("from fastapi import FastAPI\napp = FastAPI()\n", "utf-8")
    (tmp_path / "other.html").write_text("<p>mine</p>", "utf-8")
    (tmp_path / "requests.txt").write_text("# the first\nGET /\nnonsense\n", "utf-8")
    (tmp_path / "wrong.toml").write_text("[[difference]]\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.py", "app.py"], "no such file: absent.py"),
        (["app.py", "app.py", "--report", "other.html"], "was not made by `workbook same`: name"),
        (
            ["app.py", "app.py", "--report", "none/page.html"],
            "cannot write none/page.html: No such",
        ),
        (["app.py", "app.py", "--first", "login"], "--first takes a method, a path and a body"),
        (["app.py", "app.py", "--first", "POST /a {x"], "--first 'POST /a {x': the body is not"),
        (["app.py", "app.py", "--token", "a: b"], "--token takes the name of a field"),
        (
            ["app.py", "app.py", "--requests", "requests.txt"],
            "requests.txt, line 3: takes a method",
        ),
        (["app.py", "app.py", "--requests", "none.txt"], "none.txt cannot be read: No such file"),
        (["app.py", "app.py", "--old-env", "x"], "--old-env takes name=value"),
        (["app.py", "app.py", "--accepted", "none.toml"], "none.toml cannot be read: No such file"),
        (["app.py", "app.py", "--accepted", "wrong.toml"], "difference 1: operation is missing"),
    ],
)
def test_what_cannot_be_compared_ends_with_2(files: Path, arguments: list[str], said: str) -> None:
    result = run([*arguments, "--json"])
    assert result.exit_code == 2
    assert result.stderr.startswith("could not compare: ")
    assert said in result.stderr
    told = json.loads(result.stdout)
    assert told["exit_status"] == 2
    assert said in told["error"]


@pytest.mark.parametrize("option", [["--seconds", "-1"], ["--examples", "0"], ["--nonsense"]])
def test_an_unknown_or_impossible_option_ends_with_2(files: Path, option: list[str]) -> None:
    result = run(["app.py", "app.py", *option])
    assert result.exit_code == 2
    assert option[0] in result.stderr


def answer(body: str) -> Ran:
    return Ran([{"status": 200, "headers": [], "body": body, "raised": ""}], [vars(Step("GET /a"))])


def different() -> Outcome:
    kind = "not the value that stood for it before, at .a"
    found = Found(Difference("GET /a", kind, ".a"), [Step("GET /a")], answer("[1]"), answer("[2]"))
    pictures = Picture("in OLD", "<p>OLD</p>"), Picture("in NEW", "<p>NEW</p>", ["line 3: f()"])
    return Outcome("old", "new", 7, ["GET /b: not in NEW"], [Shown(found, pictures)])


def same() -> Outcome:
    seen = Seen(12, 3, 4, {"GET /a": {200: 9}, "GET /b": {}, "GET /c": {401: 3}})
    planted = Planted(Path("main.py"), 4, "without db.commit()", "")
    tried = [Tried(planted, None, "main.py"), Tried(planted, 5, "main.py")]
    stale = [Entry("GET /a", "status 200, now 404", "old")]
    never_run: dict[str, dict[str, list[int]]] = {"OLD": {}, "NEW": {"main.py": [3, 4, 9]}}
    return Outcome("old", "new", 7, seen=seen, tried=tried, stale=stale, never_run=never_run)


def told(outcome: Outcome, arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(command, "compared", lambda *_, **__: outcome)
    return run(["old", "new", *arguments])


def test_a_difference_ends_with_1_and_is_in_the_report(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):  # the report is one of ours: it is written anew
        result = told(different(), ["--report", "page.html"], monkeypatch)
        assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[2].startswith("This value differs each time, so NEW may have another one; but")
    assert "  NEW  line 3: f()" in lines
    assert "  OLD  none of your own lines was seen to change data or to raise" in lines
    assert "✗ 2 differences between OLD and NEW" in lines
    assert '  kind = "GET /b: not in NEW"' in lines
    page = (files / "page.html").read_text("utf-8")
    assert "<p>NEW</p>" in page
    assert "GET /b: not in NEW" in page


def test_no_difference_ends_with_0_and_says_what_that_is_worth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = told(same(), [], monkeypatch)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("✓ No difference was found")
    assert "  GET /b  ! never compared" in lines
    assert "  GET /c  401 ×3, ! never a success" in lines
    assert "  NEW  main.py    3–4, 9" in lines
    assert "  OLD  each file  none" in lines
    assert "  main.py, line 4  without db.commit()" in lines
    assert any(line.startswith("Planted mistakes: 1 of 2 found") for line in lines)
    assert any(line.startswith("  not this time  GET /a  status 200, now 404") for line in lines)
    assert max(map(len, lines)) <= 100


def test_json_is_all_that_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = told(same(), ["--json"], monkeypatch)
    assert json.loads(result.stdout) == same().data() | {"statuses": STATUSES}
    assert result.stderr == ""


STATUSES = {"GET /a": {"200": 9}, "GET /b": {}, "GET /c": {"401": 3}}  # JSON has texts as keys
