"""The tests lie where a stranger looks for them, in files that are read in a minute."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.notebooks import is_there_or_a_lesson
from workbook.paths import ROOT

TESTS = ROOT / "tests"
FILES = sorted(TESTS.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_what_several_tests_use_is_in_the_shared_folder() -> None:
    ours = {name for path in FILES for name in imported(path) if name.startswith("tests.")}
    assert len(ours) > 10
    assert [name for name in ours if not name.startswith("tests.shared.")] == []


def test_a_folder_of_tests_is_called_like_what_it_tests() -> None:
    folders = {path.parent.relative_to(TESTS) for path in FILES if path.name.startswith("test_")}
    folders -= {Path(), *map(Path, ("contract", "apps", "tasks"))}  # of both apps, of the exercise
    assert len(folders) > 5
    names = {folder: (ROOT / folder, ROOT / f"{folder}.py") for folder in folders}
    assert [folder for folder, paths in names.items() if not any(p.exists() for p in paths)] == []


def test_a_file_is_short_and_says_what_is_in_it() -> None:
    texts = {path.relative_to(TESTS): path.read_text(encoding="utf-8") for path in FILES}
    assert [path for path, text in texts.items() if len(text.splitlines()) > 150] == []
    assert [path for path, text in texts.items() if not ast.get_docstring(ast.parse(text))] == []


def test_the_long_files_are_there(pytestconfig: pytest.Config) -> None:
    (conftest,) = (
        plugin
        for plugin in pytestconfig.pluginmanager.get_plugins()
        if getattr(plugin, "__file__", None) == str(ROOT / "conftest.py")
    )
    assert [path for path in conftest.LONG if not is_there_or_a_lesson(ROOT / path)] == []
