"""`align`: every line once, in order, and equal lines beside each other."""

import ast
import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import after_session.main
import before_dict_json.main
from workbook import ENDPOINTS
from workbook.review.align import LinePair, align_blocks, align_lines
from workbook.review.blocks import Numbered, named_blocks

BEFORE, AFTER = (inspect.getsource(app.main) for app in (before_dict_json, after_session))

# Few words, so that equal and similar lines are common.
some_lines = st.lists(st.text("ab .", max_size=6), max_size=8)
statements = st.sampled_from(
    ["", "# note", "x = 1", "x = 2", "import os", "def f():\n    return 1", "def g():\n    pass"]
)
modules = st.lists(statements, max_size=8).map("\n".join)
repeatable = settings(derandomize=True, deadline=None)


def align_modules(before: str, after: str) -> list[LinePair]:
    return [
        row for _, rows in align_blocks(named_blocks(before), named_blocks(after)) for row in rows
    ]


def numbered(lines: list[str]) -> list[Numbered]:
    return list(enumerate(lines, start=1))


def sides(rows: list[LinePair]) -> tuple[list[Numbered], list[Numbered]]:
    return [row.before for row in rows if row.before], [row.after for row in rows if row.after]


@repeatable
@given(some_lines, some_lines)
def test_every_line_once_and_in_order(before: list[str], after: list[str]) -> None:
    rows = align_lines(numbered(before), numbered(after))
    assert sides(rows) == (numbered(before), numbered(after))
    assert all(row.before or row.after for row in rows)


@repeatable
@given(modules, modules)
def test_every_line_of_a_module_once_and_in_order(before: str, after: str) -> None:
    lines = tuple(numbered(source.splitlines()) for source in (before, after))
    assert sides(align_modules(before, after)) == lines


@repeatable
@given(some_lines)
def test_the_same_lines_stand_beside_each_other(lines: list[str]) -> None:
    rows = align_lines(numbered(lines), numbered(lines))
    assert rows == [LinePair(line, line) for line in numbered(lines)]
    assert not any(row.changed for row in rows)


@repeatable
@given(st.lists(st.tuples(st.text("ab .", max_size=6), st.booleans()), max_size=10))
def test_kept_lines_stand_beside_each_other(after: list[tuple[str, bool]]) -> None:
    """Take lines away from one side: each line that is left still has its equal beside it."""
    before = [line for line, kept in after if kept]
    rows = align_lines(numbered(before), numbered([line for line, _ in after]))
    assert [row.after and row.after[1] for row in rows if row.before] == before


def test_only_a_real_change_counts_as_changed() -> None:
    assert not LinePair((7, "x = 1"), (9, "x = 1")).changed
    assert LinePair((7, "x = 1"), (7, "x = 2")).changed
    assert LinePair((7, ""), None).changed
    assert LinePair(None, (7, "")).changed


@pytest.mark.parametrize("name", ENDPOINTS)
def test_functions_stand_beside_each_other_by_name(name: str) -> None:
    rows = align_modules(BEFORE, AFTER)
    beside = [
        (row.before, row.after)
        for row in rows
        if any(line and line[1].startswith(f"def {name}(") for line in (row.before, row.after))
    ]
    assert len(beside) == 1
    assert all(beside[0])
    for line, source in zip(beside[0], (BEFORE, AFTER), strict=True):
        assert line in dict(named_blocks(source))[name]


def test_a_function_never_stands_beside_another() -> None:
    pieces = [
        {number: name for name, lines in named_blocks(source) for number, _ in lines}
        for source in (BEFORE, AFTER)
    ]
    beside = [row for row in align_modules(BEFORE, AFTER) if row.before and row.after]
    assert len(beside) > 3
    for row in beside:
        assert pieces[0][row.before[0]] == pieces[1][row.after[0]]


def test_counterparts_stand_beside_each_other() -> None:
    old, new = named_blocks("a = 1\nload = 2\n"), named_blocks("a = 1\nengine = 3\n")
    assert [name for name, _ in align_blocks(old, new)] == ["a", "load", "engine"]
    beside = align_blocks(old, new, {"load": "engine"})
    assert beside[1] == ("engine", [LinePair((2, "load = 2"), (2, "engine = 3"))])


def test_lines_that_give_the_same_name_a_value_stand_beside_each_other() -> None:
    before = numbered(["    id: int"])
    after = numbered(["    name: str", "    id: int | None = Field(default=None)"])
    assert LinePair(before[0], after[1]) in align_lines(before, after)


def test_a_form_feed_does_not_end_a_line() -> None:
    assert named_blocks("x = 1\n\x0cy = 2\n")[1] == ("y", [(2, "\x0cy = 2")])


def test_every_statement_is_a_block() -> None:
    for source in (BEFORE, AFTER):
        assert len(named_blocks(source)) == len(ast.parse(source).body)
    assert named_blocks("x = 1\n\n# the end\n")[-1] == ("end", [(2, ""), (3, "# the end")])
    assert named_blocks("") == []
