"""The lines of functions that no request has run."""

from pathlib import Path

import pytest

from workbook.same.findings.never_run import never_run, spans

SOURCE = '''\
import os

class A:
    x: int = 1

    def f(self):
        """Nothing of this runs."""
        a = 1
        return a

def g(x: int) -> int:
    global os
    for each in x:
        match each:
            case 1:
                pass
    return [
        each
        for each in x
    ]
'''


def test_lines_in_functions_that_did_not_run_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "app.py"
    file.write_text(SOURCE, "utf-8")
    ran = {("a/app.py", line) for line in (8, 13, 14)}
    assert never_run([file], tmp_path, ran) == {"a/app.py": [9, 16, 17, 18, 19, 20]}
    ran |= {("a/app.py", line) for line in (9, 16, 17)}
    assert never_run([file], tmp_path, ran) == {}


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
