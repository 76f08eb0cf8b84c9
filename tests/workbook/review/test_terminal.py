"""The change in a terminal: every line is there at every width, with colour and without."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from workbook import ENDPOINTS
from workbook.display.wrap import wrapped
from workbook.review.exercise_views import three_way_view
from workbook.review.notes import read_notes
from workbook.review.pairs import FILES
from workbook.review.terminal import show
from workbook.review.view import Folded, Line, Note, View
from workbook.review.views import view_of

WIDTHS = [1, 7, 20, 40, 80, 100, 120, 160, 250]


def printed(shown: View, width: int) -> list[str]:
    file = StringIO()
    show(shown, Console(file=file, width=width, no_color=True))
    return file.getvalue().splitlines()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def lines_beside(shown: View, text: str) -> Iterator[Line]:
    """Yield the lines that are not folded; the notes and the folds must stand in the text."""
    for part in shown.parts:
        match part:
            case Note():
                assert squeezed(part.why) in text
            case Folded():
                assert squeezed(part.label) in text
            case _:
                yield part


def widest(shown: View, width: int) -> int:
    return max(cell_len(line) for line in printed(shown, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*FILES, "create_expense"])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert widest(view_of(name, read_notes()), width) <= max(width, 20)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_three_columns_is_wider_either(width: int) -> None:
    assert widest(three_way_view(), width) <= max(width, 20)


@pytest.mark.parametrize("name", [*FILES, *ENDPOINTS])
def test_a_narrow_terminal_shows_every_line_once(name: str) -> None:
    shown = view_of(name, read_notes())
    text = squeezed("".join(printed(shown, 80)))
    for line in lines_beside(shown, text):
        for cell in filter(None, line.cells) if line.changed else line.cells[1:]:
            sign = cell.sign.replace("−", "-")
            assert squeezed(f"{cell.number}{sign}{cell.text}") in text


def test_in_a_narrow_terminal_what_goes_stands_above_what_comes() -> None:
    signs = "".join(line[5] for line in printed(view_of("create_expense"), 80)[3:] if line)
    assert re.fullmatch(r" +-[- ]+[+][+ ]+", signs)


def test_a_wide_terminal_shows_two_columns() -> None:
    lines = printed(view_of("lifespan"), 160)
    assert lines[1].split("│")[1].strip() == "After: after_session/main.py"
    (changed,) = (line for line in lines if "load_expenses" in line)
    assert re.fullmatch(
        r"  52 -     load_expenses\(\) +│   27 \+     prepare_database\(\)", changed
    )


@pytest.mark.parametrize("width", [120, 160, 250])
@pytest.mark.parametrize("name", [*FILES, *ENDPOINTS])
def test_a_wide_terminal_shows_every_line_and_note(name: str, width: int) -> None:
    shown = view_of(name, read_notes())
    lines = printed(shown, width)
    text = squeezed("".join(line for line in lines if "│" not in line))
    columns = [line.split("│", 1) for line in lines if "│" in line]
    sides = [squeezed("".join(cells[i] for cells in columns)) for i in (0, 1)]
    for line in lines_beside(shown, text):
        for cell, side in zip(line.cells, sides, strict=True):
            sign = cell.sign.replace("−", "-") if cell else ""
            assert not cell or squeezed(f"{cell.number}{sign}{cell.text}") in side


def test_columns_for_three_need_more_room() -> None:
    assert "│" not in printed(three_way_view("get_summary"), 160)[4]
    assert printed(three_way_view("get_summary"), 180)[4].count("│") == 2


def test_changes_are_marked_without_colour_too() -> None:
    file = StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="standard")
    show(view_of("lifespan"), console)
    assert "\x1b[1;4;31mload_expenses\x1b[0m" in file.getvalue()  # bold, underlined, red


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("    return f(a, b)", 12, ["    return f", "    (a, b)"]),
        ("x = 1", 80, ["x = 1"]),
        ("", 80, [""]),
        ("a" * 10, 4, ["aaaa", "  aa", "  aa", "  aa"]),
        ("x = '🙂🙂🙂🙂'", 10, ["x = '🙂🙂", "    🙂🙂'"]),
    ],
)
def test_wrapped(text: str, width: int, lines: list[str]) -> None:
    found = wrapped(text, width)
    assert max(map(cell_len, found)) <= width
    assert squeezed("".join(found)) == squeezed(text)
    if text != "    return f(a, b)":
        assert [line.rstrip() for line in found] == lines
