"""The start page: what it says first, every lesson with its two links, what is kept where.

And the page that is shown where there is none.
"""

import re
from pathlib import Path

from tests.shared.notebooks import needs_all_lessons
from workbook.lessons.names import LESSONS
from workbook.paths import ROOT

pytestmark = needs_all_lessons
LAB = "1.0.0-0123abcd/lab/index.html?workspace={}&amp;path={}"
TAG = re.compile("<[^<>]*>")


def page(site: Path) -> str:
    return (site / "index.html").read_text(encoding="utf-8")


def test_the_first_link_opens_the_first_lesson(site: Path) -> None:
    links = re.findall('<a (?:class="([^"]*)" )?href="([^"]*)"', page(site))
    assert links[:2] == [
        ("skip", "#lessons"),
        ("button first", LAB.format("00_start_here", "notebooks/00_start_here.ipynb")),
    ]


def test_the_words_are_those_of_the_readme(site: Path) -> None:
    title, words, *_ = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")
    assert f"<h1>{title.removeprefix('# ')}</h1>" in page(site)
    assert words.replace("*", "") in TAG.sub("", page(site))


def test_every_lesson_can_be_run_and_read(site: Path) -> None:
    table = page(site).partition('<table role="table" class="lessons">')[2].partition("</table>")[0]
    rows = table.split("<tr ")[2:]
    assert len(rows) == len(LESSONS)
    for lesson, row in zip(LESSONS, rows, strict=True):
        links = re.findall('<a href="([^"]*)">([^<]*)<', row)
        assert links == [
            (LAB.format(lesson, f"notebooks/{lesson}.ipynb"), "Run"),
            (f"read/{lesson}.html", "Read"),
        ]
        assert re.search(r"scope=\"row\">\d\d [A-Z].*</th>\n<td role=\"cell\"><p>[A-Z].*", row)
        assert re.search(r'data-head="Minutes">\d+ \+ \d+<', row)


def test_the_rest_is_there(site: Path) -> None:
    for address in (
        *(f"docs/{name}.html" for name in ("side_by_side", "cheat_sheet", "glossary")),
        *(LAB.format(name, f"exercise/{name}.py") for name in ("main", "after_the_switch")),
        "source/README.md.html",
    ):
        assert f'href="{address}"' in page(site)
    text = " ".join(TAG.sub("", page(site)).split())
    for words in ("Where it is kept: in this browser", "File &gt; Download", "PostgreSQL"):
        assert words in text


def test_before_a_script_runs_it_does_not_say_that_it_is_ready(site: Path) -> None:
    section = page(site).partition('id="offline"')[2].partition("</section>")[0]
    assert 'data-lab="1.0.0-0123abcd/" data-jupyterlite="0.8.3"' in section
    assert '<p role="status">Not ready for offline use' in section
    assert {'<button class="button" hidden>', '<progress aria-label="Files kept" hidden>'} <= set(
        re.findall("<(?:button|progress)[^>]*>", section)
    )


def test_a_bookmark_of_an_older_version_leads_to_this_one(site: Path) -> None:
    found = (site / "404.html").read_text(encoding="utf-8")
    assert 'const lab = "1.0.0-0123abcd/";' in found
    (pattern,) = re.findall(r"const found = /(.*)/\.exec", found)
    pattern = pattern.replace("\\/", "/")
    address = "/workbook/0.9.0-deadbeef/lab/index.html"
    assert re.fullmatch(pattern, address).groups() == (
        "/workbook/",
        "0.9.0-deadbeef",
        "lab/index.html",
    )
    assert re.fullmatch(pattern, "/workbook/read/a.html").groups() == ("/workbook/", None, "a.html")
    assert re.fullmatch(pattern, "/workbook/a.html") is None
