"""`side_by_side`, `three_way`: all lines, in HTML that is safe and readable, and as text."""

import re
from xml.etree import ElementTree

import pytest

from tests.shared.html import NASTY, parsed, text_of
from workbook import ENDPOINTS, side_by_side, three_way
from workbook.display.highlight import PANEL
from workbook.endpoints import without_bodies
from workbook.review.align import LinePair
from workbook.review.notebook_view import SideBySide
from workbook.review.painter import Painter
from workbook.review.pairs import FILES, pair
from workbook.review.view import Folded, Note, View

NAMES = [*FILES, *ENDPOINTS, "load_expenses", "app", "lifespan", "Expense"]
every_view = pytest.mark.parametrize(
    "shown",
    [*map(side_by_side, NAMES), *map(three_way, ["main.py", *ENDPOINTS])],
    ids=lambda shown: f"{len(shown.view.heads)}-{shown.view.title}",
)


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


@every_view
def test_html_holds_every_line_and_note(shown: SideBySide) -> None:
    wide = str(3 * len(shown.view.heads))
    rows = iter(parsed(shown._repr_html_()).findall("table/tbody/tr"))
    for part, row in zip(shown.view.parts, rows, strict=True):
        if isinstance(part, Folded | Note):
            assert row[0].get("colspan") == wide
        match part:
            case Folded():
                assert text_of(row.find("td/details/summary")) == part.label
                lines = text_of(row.find("td/details/pre")).split("\n")
                assert lines == [next(c.text for c in line.cells if c) for line in part.lines]
            case Note():
                assert part.why.replace("`", "") in text_of(row)
            case _:
                cells = [[str(c.number), c.sign, c.text] if c else [] for c in part.cells]
                assert columns(row) == cells


@every_view
def test_text_holds_every_line_and_note(shown: SideBySide) -> None:
    text = re.sub(r"[\s│]", "", repr(shown))
    position = 0
    for part in shown.view.parts:
        match part:
            case Folded():
                wanted = [part.label]
            case Note():
                wanted = [part.why]
            case _:
                # A long line is broken, and what stands beside it comes in between.
                wanted = [c.sign + c.text[:16] for c in part.cells if c]
        for each in wanted:
            position = text.index(re.sub(r"[\s│]", "", each), position)


def test_text_is_readable() -> None:
    lines = repr(side_by_side("create_expense")).splitlines()
    assert max(map(len, lines)) <= 125
    assert [part.strip() for part in lines[0].split("│")] == [
        "Before: before_dict_json/main.py",
        "After: after_session/main.py",
    ]
    changed = re.compile(r"−     save_expenses\(\) +│ \+     session\.commit\(\)")
    assert any(changed.fullmatch(line) for line in lines)
    assert max(map(len, repr(three_way()).splitlines())) <= 145


def test_head_and_title() -> None:
    root = parsed(side_by_side("create_expense")._repr_html_())
    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "col"]
    head = [text_of(cell) for cell in root.iter("th")]
    assert head == ["Before: before_dict_json/main.py", "After: after_session/main.py"]
    caption = root.find("table/caption")
    assert text_of(caption) == "create_expense"
    # A caption is drawn outside its table's background: on a white page it would be white.
    assert f"background:{PANEL}" in caption.get("style", "")


def test_notes_can_be_left_out() -> None:
    with_notes, without = side_by_side("main.py"), side_by_side("main.py", notes=False)
    assert any(isinstance(part, Note) for part in with_notes.view.parts)
    assert not any(isinstance(part, Note) for part in without.view.parts)
    assert list(with_notes.view.lines) == list(without.view.lines)


def test_three_way_has_pass_between_the_old_and_the_new_body() -> None:
    both = pair("main.py")
    sources = (both.sources[0], without_bodies(both.sources[1]), both.sources[1])
    view = three_way().view
    for i, source in enumerate(sources):
        texts = [line.cells[i].text for line in view.lines if line.cells[i]]
        assert list(filter(None, texts)) == list(filter(None, source.splitlines()))
    between = [line.cells[1] for line in view.lines if line.cells[1] and line.cells[1].sign == "±"]
    assert [cell.text for cell in between] == ["    pass"] * len(ENDPOINTS)


def test_everything_is_escaped() -> None:
    pair = (NASTY, NASTY.replace("alert", "<i>"))
    line = Painter(*pair).line(*((1, text) for text in pair))
    note = Note("f", "w", "<u>`<b>`", "00_x", before="<i>")
    view = View("<u> & \"'", ("<b>", "&"), (line, Folded("<s>", (line,)), note))
    root = parsed(SideBySide(view)._repr_html_())
    assert text_of(root.find("table/caption")) == view.title
    assert [text_of(cell) for cell in root.iter("th")] == ["<b>", "&"]
    rows = root.findall("table/tbody/tr")
    assert [part[2] for part in columns(rows[0])] == list(pair)
    assert text_of(rows[1]) == "<s>" + NASTY
    assert text_of(rows[2]) == "<i> goes (lesson 00, x). <u><b>"


def test_a_row_is_marked_where_its_sides_differ() -> None:
    row = LinePair((1, "x = save(1)"), (1, "x = commit(1)"))
    cells = Painter("x = save(1)", "x = commit(1)").line(row.before, row.after).cells
    assert [[run.text for run in c.tokens if run.changed] for c in cells] == [["save"], ["commit"]]


@pytest.mark.parametrize(
    "name", ["no_such_function", "no_such_file.py", "../main.py", "", ".py", "storage"]
)
def test_unknown_name(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        side_by_side(name)
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        three_way(name)
