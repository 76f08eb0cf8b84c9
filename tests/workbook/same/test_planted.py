"""The mistakes that are planted in a copy of NEW: each is Python, and is where it says."""

import ast
from pathlib import Path

import pytest

from workbook.same.findings.planted import Planted, mistakes


def planted(folder: Path, source: str) -> list[Planted]:
    (folder / "app.py").write_text(source, "utf-8")
    return mistakes([folder / "app.py"])


def body(*lines: str) -> str:
    return "\n    ".join(["def f():", *lines]) + "\n"


@pytest.mark.parametrize(
    ("line", "wrong", "what"),
    [
        ("db.commit()", "None", "without db.commit()"),
        ("await db.refresh(row)", "None", "without await db.refresh(row)"),
        ("x = select(A).order_by(A.id)", "x = select(A)", "without .order_by(…)"),
        (
            "if x is None: raise HTTPException(404)",
            "pass",
            "without `if x is None: raise …`",
        ),
        ("x = round(y, 2)", "x = y", "y for round(y, 2)"),
        ("x = round(a + b, 2) * 3", "x = (a + b) * 3", "a + b for round(a + b, 2)"),
        (
            "x = round(a if b else c)",
            "x = (a if b else c)",
            "a if b else c for round(a if b else c)",
        ),
        ("x = 'ü', round(y)", "x = 'ü', y", "y for round(y)"),
    ],
)
def test_a_mistake_changes_what_it_says(tmp_path: Path, line: str, wrong: str, what: str) -> None:
    (found,) = planted(tmp_path, "async " + body("z = 1", line))
    assert (found.source, found.what, found.line) == ("async " + body("z = 1", wrong), what, 3)


def test_an_option_is_changed_and_left_out(tmp_path: Path) -> None:
    found = planted(tmp_path, body("x = y.dict(exclude_unset=True)"))
    assert [each.source for each in found] == [
        body("x = y.dict(exclude_none=True)"),
        body("x = y.dict(exclude_unset=False)"),
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\x0c", "\x85", "\x1c", "ü"])
def test_signs_that_end_a_line_elsewhere_do_not_in_python(tmp_path: Path, sign: str) -> None:
    (found,) = planted(tmp_path, body(f"x = '{sign}'  # {sign}", "db.commit()", "y = 1"))
    assert found.source == body(f"x = '{sign}'  # {sign}", "None", "y = 1")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (found,) = planted(tmp_path, "\ufeff" + body("db.commit()"))
    assert found.source == body("None")


def test_what_would_be_no_python_is_left_out(tmp_path: Path) -> None:
    text = 'f"""üüü\n    ü {round(a, 2)}ü {round(b)}"""'
    found = planted(tmp_path, body("x = round(*y)", f"z = {text}", "db.commit()"))
    assert [each.what for each in found] == ["without db.commit()"]
    assert all(ast.parse(each.source) for each in found)


def test_a_file_that_cannot_be_read_has_none(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'")
    (tmp_path / "broken.py").write_text("if", "utf-8")
    assert mistakes([tmp_path / n for n in ("latin.py", "broken.py", "absent.py")]) == []
    assert planted(tmp_path, "db.commit()\n") == []  # not in a function
