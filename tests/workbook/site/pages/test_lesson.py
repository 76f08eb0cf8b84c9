"""A lesson as a page: all that its notebook has, and the ways on."""

import html
import json
import re
from pathlib import Path, PurePosixPath

import pytest

from tests.shared.notebooks import PATHS, code_cells, every_notebook, needs_all_lessons, read
from workbook.lessons.names import LESSONS, label
from workbook.site.pages import lesson as pages
from workbook.site.pages.addresses import Addresses
from workbook.site.pages.markdown import markdown

TAG = re.compile("<[^<>]*>")
TIME = "**Time:** 2 minutes of reading and running, 1 of doing."
FIRST = f"# A title\n\nIn this lesson you read.\n\n{TIME}"


def page_of(stem: str) -> str:
    return pages.lesson_page(PurePosixPath(f"notebooks/{stem}.ipynb"), Addresses("lab-1/"))


@every_notebook
def test_it_has_every_cell_and_every_output(path: Path) -> None:
    page = page_of(path.stem)
    text = html.unescape(TAG.sub("", page))
    cells = code_cells(read(path))
    outputs = [output for cell in cells for output in cell.outputs]
    assert page.count('class="label">In [') == len(cells) > 10
    assert page.count('class="label">Out<') + page.count('class="label">Printed<') == len(outputs)
    for cell in cells:
        assert cell.source in text
    for kind, shown in map(pages.shown, outputs):
        assert (
            shown.replace("\n", "") in page
            if kind == "image/png"
            else shown in (page, text)[kind == "text/plain"]
        )
    folded = [cell for cell in cells if cell.metadata.get("jupyter")]
    assert page.count("<details><summary>Folded in the lesson") == len(folded)


@needs_all_lessons
def test_it_leads_to_the_lessons_around_it_and_to_where_it_runs() -> None:
    for number, lesson in enumerate(LESSONS):
        page = page_of(lesson)
        ways = re.findall(r'<a href="([^"]*)">(Previous|Next): ([^<]*)</a>', page)
        around = [("Previous", number - 1), ("Next", number + 1)]
        expected = [
            (f"{LESSONS[n]}.html", word, label(LESSONS[n]))
            for word, n in around
            if 0 <= n < len(LESSONS)
        ]
        assert ways == expected * 2  # above and below
        assert page.count(f'?workspace={lesson}&amp;path=notebooks/{lesson}.ipynb"') == 2


def test_a_picture_has_a_text_in_its_place() -> None:
    pictures = [tag for path in PATHS for tag in re.findall("<img [^>]*>", page_of(path.stem))]
    assert [tag for tag in pictures if not re.search(r'alt="[^"]{20}', tag)] == []
    assert pictures


@pytest.mark.parametrize(
    ("old", "new"), [("# A title", "A title"), ("In this lesson", "Here"), ("**Time:**", "Time:")]
)
def test_a_lesson_that_begins_otherwise_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "source": FIRST}
    monkeypatch.setattr(pages, "NOTEBOOKS", tmp_path)
    file = tmp_path / "04_create.ipynb"
    file.write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    said = pages.introduction("04_create")
    assert (said.title, said.purpose, said.minutes) == ("A title", "You read.", (2, 1))
    cell["source"] = FIRST.replace(old, new)
    file.write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^04_create\.ipynb: it must begin with a title"):
        pages.introduction("04_create")


def test_what_the_page_cannot_show_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"cannot show an output of application/pdf"):
        pages.shown({"data": {"application/pdf": "…"}})


def test_markdown_has_ids_colours_and_the_links_of_the_site() -> None:
    table = "| | B |\n|-|-|\n| 1 | 2 |"
    text = f"## One `object`'s life\n\n[a](b.ipynb)\n\n```python\ndef f(): ...\n```\n\n{table}"
    found = markdown(text, lambda href: href.replace("ipynb", "html"))
    assert '<h2 id="one-objects-life">' in found
    assert '<a href="b.html">' in found
    assert '<span class="definition">f</span>' in found
    assert ("<td></td>" in found, '<th scope="col">B</th>' in found) == (True, True)


def test_a_link_that_leads_nowhere_is_an_error() -> None:
    file = PurePosixPath("notebooks/04_create.ipynb")
    with pytest.raises(
        ValueError, match=r"^notebooks/04_create.ipynb: its link .* leads to no file"
    ):
        Addresses("lab-1/").link("missing.ipynb", file)
    assert Addresses("lab-1/").link("../exercise/main.py", file) == (
        "../lab-1/lab/index.html?workspace=main&path=exercise/main.py"
    )
