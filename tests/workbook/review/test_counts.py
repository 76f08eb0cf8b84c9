"""`changes`, `counts`: what the page says of the code, held against another way of looking."""

import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import after_session.database
import after_session.main
import after_session.models
import after_session.settings
import before_dict_json.main
import before_dict_json.models
import before_dict_json.settings
from workbook import ENDPOINTS
from workbook.review.page import counts as counts_module
from workbook.review.page.changes import file_lines, inventories
from workbook.review.page.counts import LESSON, endpoint_counts, lesson_counts
from workbook.review.pairs import FILES

CHANGES = {change.kind: change for change in inventories()}


def names(package: ModuleType) -> set[str]:
    """Return the names that the modules that are compared have when they run."""
    modules = [
        import_module(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
        if f"{each.name}.py" in FILES
    ]
    return {name for module in modules for name in vars(module)}


def test_each_name_belongs_to_one_side_only() -> None:
    old, new = names(before_dict_json), names(after_session)
    for kind in ("functions", "variables", "classes"):
        assert set(CHANGES[kind].gone) <= old - new
        assert set(CHANGES[kind].new) <= new - old


def test_what_the_lesson_says_is_gone() -> None:
    assert set(CHANGES["functions"].gone) == {"save_expenses", "load_expenses"}
    assert set(CHANGES["variables"].gone) == {"expenses", "counter", "DATA_FILE"}
    assert CHANGES["settings"].gone == ("data_file",)
    assert set(CHANGES["imported packages"].gone) == {"json", "os", "pathlib"}
    assert CHANGES["settings"].new == ("database_url",)
    assert set(before_dict_json.settings.Settings.model_fields) == {"data_file"}
    assert set(after_session.settings.Settings.model_fields) == {"database_url"}


def test_lines_from_the_def_line_on() -> None:
    for name, before, after in endpoint_counts():
        for module, count in ((before_dict_json.main, before), (after_session.main, after)):
            source = inspect.getsource(getattr(module, name)).splitlines()
            lines = [line for line in source if not line.startswith("@")]
            assert (count.lines, count.body) == (len(lines), len(lines) - 1)
    assert [name for name, _, _ in endpoint_counts()] == ENDPOINTS


def test_the_lines_of_the_lesson() -> None:
    old, new = lesson_counts()
    assert (old.lines, old.body, new.lines, new.body) == (6, 5, 5, 4)
    assert [text.strip().count("\n") + 1 for text in LESSON] == [old.lines, new.lines]
    assert (old.shared, new.shared, new.session) == (4, 0, 3)


def test_statements_of_the_real_endpoints_counted_by_eye() -> None:
    found = {
        name: tuple((each.shared, each.file, each.session) for each in (old, new))
        for name, old, new in endpoint_counts()
    }
    assert found == {
        "create_expense": ((5, 1, 0), (0, 0, 3)),
        "list_expenses": ((1, 0, 0), (0, 0, 1)),
        "get_expense": ((2, 0, 0), (0, 0, 1)),
        "update_expense": ((4, 1, 0), (0, 0, 3)),
        "delete_expense": ((3, 1, 0), (0, 0, 3)),
        "get_summary": ((1, 0, 0), (0, 0, 1)),
    }


SMALL = """
import os
state = {}

def write():
    os.replace("a", "b")

def reset():
    global state
    state = {}

def save():
    if state:
        write()

def endpoint(session):
    if session.get(1):
        save()
    for key in []:
        other = key
    with open("x") as file:
        pass
    text = state_file.read_text()
    return None
"""


def test_statements_are_counted_once_and_calls_are_followed() -> None:
    found = counts_module._counts(SMALL)
    endpoint = found["endpoint"]
    assert (endpoint.shared, endpoint.file, endpoint.session) == (1, 3, 1)
    assert (found["save"].shared, found["save"].file) == (1, 1)
    assert (found["reset"].shared, found["reset"].file) == (2, 0)


@pytest.mark.parametrize("module", ["main", "models", "settings"])
def test_lines_of_the_files(module: str) -> None:
    found = {name: (old, new) for name, old, new in file_lines()}
    for side, package in enumerate((before_dict_json, after_session)):
        source = inspect.getsource(getattr(package, module))
        assert found[f"{module}.py"][side] == len(source.splitlines())
    assert found["database.py"][0] == 0
