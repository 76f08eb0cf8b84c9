"""`exercise/main.py`: how it starts, and how a student starts again."""

import ast
from pathlib import Path

import pytest

from tests.shared.student import SOLVED
from workbook import ENDPOINTS
from workbook.checker.exercise import is_untouched, reset, start


def test_the_start_is_the_reference_with_pass_for_each_body() -> None:
    ours, theirs = ast.parse(SOLVED).body, ast.parse(start()).body
    for reference, placeholder in zip(ours, theirs, strict=True):
        if isinstance(reference, ast.FunctionDef) and reference.name in ENDPOINTS:
            assert [type(each) for each in placeholder.body] == [ast.Pass]
            placeholder.body = reference.body
        assert ast.unparse(placeholder) == ast.unparse(reference)


def test_all_else_of_the_text_is_the_same() -> None:
    kept = [line for line in start().splitlines() if line != "    pass"]
    rest = iter(SOLVED.splitlines())
    assert all(line in rest for line in kept)  # in this order


def test_reset_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    copies = []
    for text in ("first", "second"):
        path.write_text(text)
        copies.append(reset(path))
        assert path.read_text(encoding="utf-8") == start()
    assert [copy.read_text() for copy in copies] == ["first", "second"]
    assert reset(path) is None


def test_reset_makes_a_file_that_is_gone(tmp_path: Path) -> None:
    assert reset(tmp_path / "exercise" / "main.py") is None
    assert (tmp_path / "exercise" / "main.py").read_text(encoding="utf-8") == start()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_reset_of_one_endpoint_changes_no_other(tmp_path: Path, endpoint: str) -> None:
    path = tmp_path / "main.py"
    path.write_text(SOLVED, encoding="utf-8")
    reset(path, endpoint)
    now = path.read_text(encoding="utf-8")
    assert [name for name in ENDPOINTS if is_untouched(now, name)] == [endpoint]
    path.write_text(now.replace("    pass", "    mine()"), encoding="utf-8")
    for name in ENDPOINTS:
        reset(path, name)
    assert path.read_text(encoding="utf-8") == start()


@pytest.mark.parametrize(
    "raw",
    [
        SOLVED.replace("\n", "\r\n").encode(),
        f"\ufeff{SOLVED}".encode(),
        f"# -*- coding: latin-1 -*-\n# é\n{SOLVED}".encode("latin-1"),
        SOLVED.replace('"Expense not found"', '"a line\u2028separator"').encode(),
        SOLVED.rstrip("\n").encode(),
    ],
    ids=["windows", "byte order mark", "latin-1", "line separator", "no last newline"],
)
def test_reset_of_one_endpoint_in_an_odd_file(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "main.py"
    path.write_bytes(raw)
    reset(path, "get_summary")
    now = path.read_bytes()
    begin = raw.index(b"def get_summary")
    assert now[:begin] == raw[:begin]
    assert now[begin:].split() == start()[start().index("def get_summary") :].encode().split()
    ast.parse(now)


@pytest.mark.parametrize("raw", [b"def (", b"\xff\xfe", b"x = 1\n", b"\x00"])
def test_a_file_that_cannot_be_read_is_left_as_it_is(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "main.py"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=r"exercise/main\.py .*workbook reset"):
        reset(path, "get_expense")
    assert path.read_bytes() == raw
    assert list(tmp_path.iterdir()) == [path]


def test_reset_knows_the_endpoints_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no endpoint 'get_expences', only create"):
        reset(tmp_path / "main.py", "get_expences")


def test_of_two_functions_reset_takes_the_one_that_fastapi_uses(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    second = "\n\ndef get_summary() -> None:\n    print('second')\n"
    path.write_text(SOLVED + second, encoding="utf-8")
    reset(path, "get_summary")
    now = path.read_text(encoding="utf-8")
    assert is_untouched(now, "get_summary")
    assert now.endswith(second)
