"""The lines of functions that no request has run."""

from pathlib import Path

import pytest

from workbook.same.findings.never_run import never_run, spans

SOURCE = """\
import os

class A:
    x: int = 1

    def f(self):
        a = 1
        return a

def g(x: int) -> int:
    def __annotate__(format):  # Python 3.14 makes one of `x: int`
        return {"x": int}
    return [
        each
        for each in x
    ]
"""


def test_lines_in_functions_that_did_not_run_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "app.py"
    file.write_text(SOURCE, "utf-8")
    ran = {("a/app.py", line) for line in (7, 11, 13, 14, 15)}
    assert never_run([file], tmp_path, ran) == {"a/app.py": [8]}
    assert never_run([file], tmp_path, ran | {("a/app.py", 8)}) == {}


def test_a_file_that_an_endpoint_imports_is_one_of_them(tmp_path: Path) -> None:
    for name in ("app.py", "late.py"):
        (tmp_path / name).write_text("def f():\n    return 1\n", "utf-8")
    ran = {("app.py", 2), ("late.py", 1), ("gone.py", 1)}
    assert never_run([tmp_path / "app.py"], tmp_path, ran) == {"late.py": [2]}


@pytest.mark.parametrize(
    ("lines", "said"), [([], ""), ([3], "3"), ([3, 7, 8, 9, 11, 12], "3, 7–9, 11–12")]
)
def test_lines_are_told_as_spans(lines: list[int], said: str) -> None:
    assert spans(lines) == said
