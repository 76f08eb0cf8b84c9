"""A reader's own main.py beside the reference: whatever is in it, or if there is none."""

import os
import re
import time
from pathlib import Path

import pytest

from workbook import ENDPOINTS
from workbook.review.blocks import named_blocks
from workbook.review.exercise_views import solution_view
from workbook.review.pairs import source
from workbook.review.view import Folded

REFERENCE = source("after_session", "main.py")


def test_a_solution_stands_beside_the_reference(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(REFERENCE, encoding="utf-8")
    same = solution_view(path)
    assert [type(part) for part in same.parts] == [Folded]
    path.write_text(REFERENCE.replace("    session.refresh(db_expense)\n", "", 1))
    view = solution_view(path, "create_expense")
    assert view.heads == (f"Yours: {path}", "Reference: after_session/main.py")
    (missing,) = (line for line in view.lines if line.changed)
    assert missing.cells[0] is None
    assert missing.cells[1].text == "    session.refresh(db_expense)"


@pytest.mark.parametrize("name", ["main.py", *ENDPOINTS])
def test_an_empty_solution_lacks_everything(tmp_path: Path, name: str) -> None:
    path = tmp_path / "main.py"
    path.touch()
    lines = list(solution_view(path, name).lines)
    assert {line.cells[0] for line in lines} == {None}
    if name == "main.py":
        assert [line.cells[1].text for line in lines] == REFERENCE.splitlines()


def test_a_solution_saved_by_an_editor_on_windows_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_bytes(b"\xef\xbb\xbf" + REFERENCE.replace("\n", "\r\n").encode())
    assert [type(part) for part in solution_view(path).parts] == [Folded]


def test_a_solution_cannot_hide_characters(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("x = '\u202e'  # \x1b[2J \x0c\n", encoding="utf-8")
    (shown,) = (line.cells[0] for line in solution_view(path).lines if line.cells[0])
    assert shown.text == "x = '\\u202e'  # \\x1b[2J \\x0c"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"def f(:\n", "line 1: .*: def f"),
        (b"\n\nx = 'abc\n", "line 3: unterminated string"),
        (b"x = '\xff'", "invalid or missing encoding"),
        (b"x = 1\x00", "null bytes"),
        (b"(" * 300 + b")" * 300, "too many nested parentheses"),
        (b"-" * 100_000 + b"1", "main.py"),
        (b"#" * 1_000_001, "more than 1,000,000 bytes"),
    ],
)
def test_a_solution_that_is_no_python(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "main.py"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(str(path))) as caught:
        solution_view(path)
    assert re.search(message, str(caught.value))


def test_a_solution_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No such file"):
        solution_view(tmp_path / "main.py")
    with pytest.raises(ValueError, match="not a regular file"):
        solution_view(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="not a regular file"):
        solution_view(tmp_path / "pipe")


def test_a_solution_in_another_order_is_aligned_by_name(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    turned = [line for _, lines in reversed(named_blocks(REFERENCE)) for _, line in lines]
    path.write_text("\n".join(turned))
    for name in ENDPOINTS:
        shown = list(solution_view(path, name).lines)
        assert len(shown) > 4
        assert not [line for line in shown if line.changed]


def test_what_only_the_solution_has_comes_last(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("def more():\n    pass\n\n\n" + REFERENCE)
    *_, before_last, last = solution_view(path).lines
    assert (before_last.cells[0].text, last.cells[0].text) == ("def more():", "    pass")
    assert last.cells[1] is None


def test_very_long_lines_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(REFERENCE.replace("session.get(", f"session.get([{'1, ' * 5_000}], "))
    start = time.process_time()
    assert any(line.changed for line in solution_view(path).lines)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("content", ["a = 1; b = 2\n", "\n\n\n"])
def test_a_solution_with_several_statements_in_a_line_or_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "main.py"
    path.write_text(content)
    assert solution_view(path).parts
    for name in ("b", "end"):
        with pytest.raises(ValueError, match=f"no '{name}'"):
            solution_view(path, name)
