"""`workbook check --format github`: annotations that are no other command, and a table."""

import html
import re
from pathlib import Path

import pytest

from tests.shared.check_command import check, said
from tests.shared.verdicts import (
    BROKEN,
    CREATE,
    DELETE,
    GET,
    LINE,
    LIST,
    MISMATCH,
    SUMMARY,
    UPDATE,
)
from workbook.checker.verdict import Verdict


def unescaped(text: str) -> str:
    for escaped, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escaped, character)
    return text


def test_each_diagnosis_is_at_its_line(in_job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch)
    done = check("--format", "github")
    assert (done.exit_code, done.stderr) == (2, "")
    at = r"::(error|notice) (?:file=exercise%2C 1/main.py,line=(\d+),)?title=(\w+)::"
    found = [re.match(at, line) for line in done.stdout.splitlines()]
    assert [match and match.groups() for match in found] == [
        ("error", "7", CREATE),
        ("error", str(LINE[LIST]), LIST),
        ("error", "12", GET),
        ("error", "99", UPDATE),
        None,
        ("notice", str(LINE[DELETE]), DELETE),
        ("error", None, SUMMARY),
    ]
    assert done.stdout.splitlines()[4] == "delete_expense: solved"
    # A line begins with what is ours, and has what the student has written behind it, as text.
    first = unescaped(done.stdout.splitlines()[0].partition("::")[2].partition("::")[2])
    assert first.startswith("50%\\r ::error::x ::add-mask::y ##[error]z %0A::stop|`a`|")


def test_the_table_in_the_summary_is_only_text(
    in_job: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said(monkeypatch, **{LIST: Verdict(LIST, behaviours=(BROKEN,), mismatch=MISMATCH)})
    (tmp_path / "summary.md").write_text("before\n", encoding="utf-8")
    check("--format", "github")
    begin, head, _, _, _, *rows = (tmp_path / "summary.md").read_text("utf-8").splitlines()
    assert (begin, head) == ("before", "### 1 of 6 endpoints solved")
    cells = [row.removeprefix("| ").removesuffix(" |").split(" | ") for row in rows if row]
    assert {len(each) for each in cells} == {5}
    # Nothing but letters, spaces and character references.
    assert all(re.fullmatch(r"(?:[^!-/:-@\[-`{-~]|&#\d+;)*", text) for row in cells for text in row)
    shown = [[html.unescape(text) for text in row] for row in cells]
    assert shown[0][:4] == [CREATE, "✗ no", "–", "7"]
    assert "|`a`|<b>[c](https://d.e) \\x1b[31m*" in shown[0][4]
    assert shown[1][4] == (
        "does not hold: it is right; sent: GET /x; came back: 200 1; expected: 200 2"
    )
    assert [row[1] for row in shown] == [*["✗ no"] * 4, "✓ yes", "not checked"]
