"""The cheat sheet and the glossary: as generated, plain, readable by everyone, on one page."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from tests.shared.html import contrast, parsed_page, text_of
from workbook.__main__ import app
from workbook.lessons.names import LESSONS, file_name
from workbook.lessons.sheets import pages as sheets
from workbook.lessons.sheets.calls import TASKS, all_calls
from workbook.lessons.sheets.texts import lessons
from workbook.lessons.sheets.words import all_words
from workbook.paths import NOTEBOOKS, ROOT

NAMES = ("cheat_sheet", "glossary")
CSS = (sheets.HERE / "sheets.css").read_text(encoding="utf-8")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
each_page = pytest.mark.parametrize("name", NAMES)


@cache
def page(name: str) -> str:
    return sheets.cheat_sheet() if name == "cheat_sheet" else sheets.glossary()


@cache
def tree(name: str) -> ElementTree.Element:
    return parsed_page(page(name).replace("<wbr>", ""))


@each_page
def test_the_committed_page_is_what_is_generated(name: str) -> None:
    """After a change: uv run workbook sheets."""
    path = ROOT / "docs" / f"{name}.html"
    assert path.read_text(encoding="utf-8") == page(name), "generate it: uv run workbook sheets"


@each_page
def test_nothing_runs_and_nothing_is_fetched(name: str) -> None:
    tags = {element.tag for element in tree(name).iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not re.search(r"https?:|url\(|@import", page(name))


@each_page
def test_links_lead_to_files_and_ids_are_there_once(name: str) -> None:
    links = [element.get("href", "") for element in tree(name).iter("a")]
    assert len(links) > 20
    assert {"side_by_side.html", *(f"{each}.html" for each in NAMES if each != name)} <= set(links)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    ids = [element.get("id") for element in tree(name).iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


def test_the_table_has_a_row_for_each_call_and_all_heads_have_a_scope() -> None:
    (table,) = tree("cheat_sheet").iter("table")
    assert text_of(table.find("caption"))
    assert {head.get("scope") for head in table.iter("th")} == {"col", "row", "rowgroup"}
    assert {(cell.get("role") or "") for cell in table.iter("td")} == {"cell"}
    rows = table.findall("tbody/tr")
    codes = [text_of(row.findall("th")[-1].find("code")) for row in rows]
    assert codes == [call.code for call in all_calls()]
    for task, body in zip(TASKS, table.findall("tbody"), strict=True):
        head = body.find("tr/th")
        assert head.get("rowspan") == str(len(body))
        assert text_of(head).strip().startswith(task.name)
    assert {len(row.findall("td")) for row in rows} == {4}


def test_a_row_leads_to_its_lesson() -> None:
    links = [row.findall("td")[-1].find("a") for row in tree("cheat_sheet").findall(".//tbody/tr")]
    for call, link in zip(all_calls(), links, strict=True):
        assert text_of(link) == f"{call.lesson:02}"
        assert link.get("href").startswith(f"../notebooks/{call.lesson:02}_")


def test_every_word_is_in_the_glossary_sorted_and_with_its_lesson() -> None:
    terms = [text_of(term) for term in tree("glossary").iter("dt")]
    words = all_words(lessons())
    assert terms == [word.term.replace("`", "") for word in words]
    assert terms == sorted(terms, key=str.casefold)
    for word, meaning in zip(words, tree("glossary").iter("dd"), strict=True):
        assert text_of(meaning).startswith(word.meaning.replace("`", ""))
        assert meaning.find("a").get("href") == f"../notebooks/{word.lesson.path.name}"


def test_only_the_colours_of_all_pages_are_used() -> None:
    """`tests/workbook/review/test_page_style.py` holds the contrast of each on each."""
    assert not re.search("#[0-9a-f]{3,6}", CSS)
    assert set(re.findall(r"color: var\(--(\w+)\)", CSS)) == {"faint"}
    assert set(re.findall(r"background: var\(--(\w+)\)", CSS)) == {"panel"}
    assert contrast("#4d5661", "#f5f7fa") >= 4.5


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here to print with")
def test_the_cheat_sheet_is_printed_on_one_page(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    file.write_text(page("cheat_sheet"), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--no-pdf-header-footer"]
    command += [
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={tmp_path / 'sheet.pdf'}",
    ]
    subprocess.run([*command, file.as_uri()], check=True, capture_output=True, timeout=60)
    pdf = (tmp_path / "sheet.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_command_writes_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "DOCS", tmp_path)
    done = CliRunner().invoke(app, ["sheets"])
    assert (done.exit_code, done.stdout.count("written")) == (0, 2)
    written = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == {name: page(name) for name in NAMES}
    (tmp_path / "glossary.html").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(app, ["sheets"])
    assert done.exit_code == 1
    assert "was not made by `workbook sheets`" in done.stderr


def test_a_stray_notebook_is_no_lesson(tmp_path: Path) -> None:
    for lesson in LESSONS:
        shutil.copy(NOTEBOOKS / file_name(lesson), tmp_path)
    for name in ("Untitled.ipynb", "04_create-Copy1.ipynb"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [each.path.name for each in lessons(tmp_path)] == [file_name(each) for each in LESSONS]


def test_a_damaged_lesson_and_a_missing_one_are_errors(tmp_path: Path) -> None:
    for lesson in LESSONS:
        shutil.copy(NOTEBOOKS / file_name(lesson), tmp_path)
    (tmp_path / "05_read.ipynb").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"05_read\.ipynb cannot be read: it is empty"):
        lessons(tmp_path)
    (tmp_path / "05_read.ipynb").unlink()
    with pytest.raises(ValueError, match=r"05_read\.ipynb cannot be read: No such file"):
        lessons(tmp_path)
