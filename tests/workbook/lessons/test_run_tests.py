"""What a lesson shows of tests that a student writes: a line for each, nothing that varies."""

from pathlib import Path

import pytest

from workbook.lessons.run_tests import run_tests

FIXTURE = """import pytest


@pytest.fixture
def number():
    return {}
"""
TESTS = """def test_is_1(number):
    assert number == 1


def test_of_nothing(missing):
    pass
"""


def test_a_line_for_each_test_and_the_files_are_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "")
    Path("test_number.py").write_text(TESTS)
    said = []
    for number in (1, 2):
        Path("conftest.py").write_text(FIXTURE.format(number))
        run_tests()
        said.append(capsys.readouterr().out.splitlines())
    broken = "failed  test_of_nothing (its setup)"
    assert said == [["passed  test_is_1", broken], ["failed  test_is_1", broken]]
    Path("test_number.py").write_text("import nothing_of_this_name")
    run_tests()
    assert "No module named 'nothing_of_this_name'" in capsys.readouterr().out
