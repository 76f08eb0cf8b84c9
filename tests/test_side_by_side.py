"""`side_by_side`: both sources, whole, in HTML that is safe and readable, and as text."""

import inspect
import re
from xml.etree import ElementTree

import pytest
from test_code import NASTY, parsed, text_of

import after_session
import before_dict_json
from workbook import ENDPOINTS, side_by_side
from workbook.align import align_modules, blocks
from workbook.code import COLOURS, FAINT, INK, PANEL
from workbook.side_by_side import EMPTY, SIDES, SideBySide

FILES = ["main.py", "models.py", "settings.py", "database.py"]
NAMES = [*FILES, *ENDPOINTS, "load_expenses", "app", "lifespan"]
FOREGROUNDS = {INK, FAINT, *(re.findall("#[0-9a-f]{6}", " ".join(COLOURS.values())))}
BACKGROUNDS = {PANEL, EMPTY, *(colour for _, line, words in SIDES for colour in (line, words))}


def sources(name: str) -> list[list[str]]:
    """Return the lines that each app has under this name."""
    found = []
    for package in (before_dict_json, after_session):
        folder = inspect.getfile(package).removesuffix("__init__.py")
        try:
            with open(folder + (name if name.endswith(".py") else "main.py")) as file:
                source = file.read()
        except FileNotFoundError:
            source = ""
        if name.endswith(".py"):
            found.append(source.splitlines())
        else:
            piece = "\n".join(line for _, line in dict(blocks(source)).get(name, []))
            found.append(piece.lstrip("\n").splitlines())
    return found


def columns(row: ElementTree.Element) -> list[list[str]]:
    """Return for each side what its cells hold: number, sign, code."""
    cells = iter(row)
    found = []
    for cell in cells:
        if cell.get("colspan") == "3":
            found.append([])
        else:
            found.append([text_of(each) for each in (cell, next(cells), next(cells))])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_html_holds_every_line_of_both_sides(name: str) -> None:
    root = parsed(side_by_side(name)._repr_html_())
    rows = [columns(row) for row in root.findall("tbody/tr")]
    assert all(len(row) == 2 for row in rows)
    for side, lines in enumerate(sources(name)):
        shown = [row[side] for row in rows if row[side]]
        assert [code for _, _, code in shown] == lines
        numbers = [int(number) for number, _, _ in shown]
        assert numbers == list(range(numbers[0], numbers[0] + len(lines))) if numbers else not lines
    for before, after in rows:
        same = bool(before and after and before[2] == after[2])
        signs = [sign for _, sign, _ in filter(None, (before, after))]
        assert signs == ["", ""] if same else signs in (["−"], ["+"], ["−", "+"])


@pytest.mark.parametrize("name", NAMES)
def test_text_holds_every_line_of_both_sides(name: str) -> None:
    lines = repr(side_by_side(name)).splitlines()[1:]
    parts = [re.fullmatch("([- ]) (.{58}) │(?: ([+ ])(?: (.*))?)?", line) for line in lines]
    assert all(parts)
    for group, source in zip((2, 4), sources(name), strict=True):
        shown = "".join(part[group] or "" for part in parts if part)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", "".join(source))


def test_text_is_readable() -> None:
    lines = repr(side_by_side("create_expense")).splitlines()
    assert max(map(len, lines)) <= 125
    assert [part.strip() for part in lines[0].split("│")] == [
        "Before: before_dict_json",
        "After: after_session",
    ]
    assert any(
        re.search(r"^-     save_expenses\(\) +│ \+     session\.commit\(\)$", x) for x in lines
    )


def test_head_and_title() -> None:
    root = parsed(side_by_side("create_expense")._repr_html_())
    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "col"]
    head = [text_of(cell) for cell in root.iter("th")]
    assert head == ["Before: before_dict_json", "After: after_session"]
    caption = root.find("caption")
    assert text_of(caption) == "create_expense"
    # A caption is drawn outside its table's background: on a white page it would be white.
    assert f"background:{PANEL}" in caption.get("style", "")


def test_everything_is_escaped() -> None:
    pair = (NASTY, NASTY.replace("alert", "<i>"))
    html = SideBySide("<u> & \"'", align_modules(*pair), pair)._repr_html_()
    root = parsed(html)
    assert text_of(root.find("caption")) == "<u> & \"'"
    assert [part[2] for part in columns(root.find("tbody/tr"))] == list(pair)


@pytest.mark.parametrize("name", ["no_such_function", "no_such_file.py", "../main.py", "", ".py"])
def test_unknown_name(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        side_by_side(name)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("foreground", sorted(FOREGROUNDS))
@pytest.mark.parametrize("background", sorted(BACKGROUNDS))
def test_contrast(foreground: str, background: str) -> None:
    """WCAG 2 AA for text: at least 4.5 to 1."""
    darker, lighter = sorted((luminance(foreground), luminance(background)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
