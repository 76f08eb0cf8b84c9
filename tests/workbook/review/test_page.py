"""The review page: whole, well-formed, without a script or a request, readable by everyone."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.shared.html import NASTY, parsed_page, text_of
from workbook.display.templates import PAGE_CSS
from workbook.paths import ROOT
from workbook.review.align import LinePair
from workbook.review.notes import read_notes
from workbook.review.page.build import page_of, whole_page
from workbook.review.painter import Painter
from workbook.review.pairs import FILES, Section, pair
from workbook.review.view import View

COMMITTED = ROOT / "docs" / "side_by_side.html"
CSS = PAGE_CSS.read_text(encoding="utf-8")
PAGE = whole_page()
TREE = parsed_page(PAGE)


def test_the_committed_page_is_the_page_of_todays_code() -> None:
    """After a change: uv run workbook diff --html docs/side_by_side.html."""
    assert COMMITTED.read_text(encoding="utf-8") == PAGE


def test_nothing_runs_and_nothing_is_fetched() -> None:
    tags = {element.tag for element in TREE.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    attributes = {name for element in TREE.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name == "src"]
    no_text = "".join(re.findall(r"<style>.*?</style>|<[^>]*>", PAGE, re.DOTALL))
    assert not re.search(r"https?:|//\w|url\(|@import", no_text)


def test_every_id_is_there_once_and_every_link_leads_to_one() -> None:
    ids = [element.get("id") for element in TREE.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    links = [element.get("href", "") for element in TREE.iter("a")]
    assert len(links) > 30
    pages = {link for link in links if not link.startswith("#")}
    assert {link.removeprefix("#") for link in links} - pages <= set(ids)
    assert pages == {"cheat_sheet.html", "glossary.html"}
    assert [page for page in pages if not (COMMITTED.parent / page).exists()] == []


def test_every_line_of_both_apps_is_on_the_page() -> None:
    cells = [text_of(cell) for cell in TREE.iter("td") if "code" in cell.get("class", "").split()]
    folded = [line for pre in TREE.iter("pre") for line in text_of(pre).split("\n")]
    shown = {re.sub("^(−removed|[+]added): ", "", cell) for cell in cells} | set(folded)
    for file in FILES:
        for source in pair(file).sources:
            assert set(filter(None, source.splitlines())) <= shown


def test_every_note_and_habit_is_on_the_page_once() -> None:
    text = "\n".join(text_of(cell) for cell in TREE.iter("td"))
    notes = read_notes()
    for note in (*notes.note, *notes.habit):
        assert text.count(note.why.replace("`", "")) == 1
    rows = [row for row in TREE.iter("tbody") if row.get("class") == "note"]
    assert sum(len(row.findall("tr")) for row in rows) == len(notes.note)


def test_a_habit_leads_to_the_hunk_where_it_happens() -> None:
    hunks = {element.get("id"): text_of(element) for element in TREE.iter("tbody")}
    (table,) = (t for t in TREE.iter("table") if "habits" in t.get("class", ""))
    links = [row.find("th/a") for row in table.findall("tbody/tr")]
    for habit, link in zip(read_notes().habit, links, strict=True):
        assert text_of(link) == habit.name
        assert habit.after in hunks[link.get("href").removeprefix("#")]


def test_tables_have_a_caption_heads_and_roles() -> None:
    tables = list(TREE.iter("table"))
    assert len(tables) > len(FILES)
    for table in tables:
        assert text_of(table.find("caption")).strip()
        heads = list(table.find("thead").iter("th"))
        assert {head.get("scope") for head in heads} == {"col"}
        # The style sheet lays them out anew on a narrow screen: the roles keep them tables.
        roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}
        for element in table.iter():
            assert element.get("role") == roles.get(element.tag, element.get("role"))
            if element.tag in ("th", "td"):
                assert element.get("role") in ("columnheader", "rowheader", "cell")
        width = sum(int(head.get("colspan", "1")) for head in heads)
        for row in table.findall("tbody/tr"):
            assert sum(int(cell.get("colspan", "1")) for cell in row) == width


def test_a_changed_line_is_marked_by_a_sign_and_a_word() -> None:
    for cell in TREE.iter("td"):
        kinds = set(cell.get("class", "").split()) & {"removed", "added", "between"}
        if kinds:
            sign, word = cell.findall("span")[:2]
            expected = {"removed": "−", "added": "+", "between": "±"}[kinds.pop()]
            assert (text_of(sign), sign.get("aria-hidden")) == (expected, "true")
            assert word.get("class") == "spoken"
    assert re.search(r"\.word \{[^}]*underline", CSS)


def test_the_words_that_changed_are_marked() -> None:
    rows = [row for row in TREE.iter("tr") if joined(row) == "save_expenses()session.commit()"]
    rows = [row for row in rows if len(row) == 4]  # not those with the exercise
    assert len(rows) == 3
    for row in rows:
        marked = [text_of(b) for b in row.iter("b") if "word" in b.get("class", "").split()]
        assert marked == ["save_expenses", "session.commit"]


def joined(row: ElementTree.Element) -> str:
    cells = [cell for cell in row.iter("td") if "code" in cell.get("class", "").split()]
    return "".join(re.sub("^.(removed|added): ", "", text_of(cell)).strip() for cell in cells)


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(e.tag[1]) for e in TREE.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert TREE.get("lang") == "en"


def test_everything_is_escaped() -> None:
    rows = (LinePair((1, NASTY), (1, "</table>")),)
    line = Painter(NASTY, "</table>").line(rows[0].before, rows[0].after)
    html = page_of("<u>&", [View("<i>", ("<b>", '"'), (line,))])
    texts = [text_of(cell) for cell in parsed_page(html).iter("td")]
    assert texts == ["1", f"−removed: {NASTY}", "1", "+added: </table>"]


def test_a_hunk_of_blank_lines_is_none() -> None:
    assert Section("f", "s", (LinePair(None, (1, "")),)).hunks == []


@pytest.mark.parametrize("seed", ["0", "42"])
def test_the_same_in_every_process(tmp_path: Path, seed: str) -> None:
    script = "from workbook.review.page.build import whole_page\nprint(whole_page(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True
    )
    assert done.stdout.decode() == PAGE
