"""What holds for each page of the site: links, head and size; and it fetches nothing."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.shared.notebooks import needs_all_lessons
from workbook.paths import ROOT

pytestmark = needs_all_lessons
LINK = re.compile(r'<(\w+)(?: [^<>]*)? (href|src)="([^"]*)"')


def pages(site: Path) -> dict[str, str]:
    paths = (path for path in site.rglob("*.html") if "lab" not in path.parts)
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def links(site: Path) -> Iterator[tuple[str, str, str]]:
    for page, text in pages(site).items():
        yield from ((page, tag, address) for tag, _, address in LINK.findall(text))


def problem(site: Path, page: str, address: str) -> str:
    """Say what is wrong with a relative link; nothing if it leads somewhere."""
    parts = urlsplit(address)
    target = site / posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
    target = target if parts.path else site / page
    if not target.is_file():
        return f"{page}: {address} leads to no file"
    for name in parse_qs(parts.query).get("path", ()):
        if not (ROOT / name).is_file():
            return f"{page}: JupyterLab has no {name}"
    if parts.fragment and f'id="{parts.fragment}"' not in target.read_text(encoding="utf-8"):
        return f"{page}: {address} is at no place of that page"
    return ""


def test_every_relative_link_leads_to_a_file(site: Path) -> None:
    relative = {(page, to) for page, _, to in links(site) if not urlsplit(to).scheme}
    assert len(relative) > 300
    assert [said for page, to in sorted(relative) if (said := problem(site, page, to))] == []


def test_a_link_that_leads_nowhere_is_seen(site: Path) -> None:
    assert "leads to no file" in problem(site, "read/04_create.html", "missing.html")
    assert "is at no place" in problem(site, "read/04_create.html", "#missing")
    run = "../1.0.0-0123abcd/lab/index.html?path=notebooks/"
    assert "JupyterLab has no" in problem(site, "read/04_create.html", f"{run}missing.ipynb")
    assert problem(site, "read/04_create.html", f"{run}04_create.ipynb") == ""


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    others = {to.partition(":")[0] for _, tag, to in links(site) if tag != "a" and ":" in to}
    assert others == {"data"}
    for page, text in pages(site).items():
        assert not re.search(
            r"url\(|@import", "".join(re.findall("<style>.*?</style>", text, re.S))
        )
        scripts = re.findall("<script.*?</script>", text, re.S)
        assert len(scripts) == (page in ("index.html", "404.html")), page
        assert not re.search("https?:", "".join(scripts))


def test_a_page_has_a_language_and_one_title_of_its_own(site: Path) -> None:
    titles = Counter()
    for page, text in pages(site).items():
        assert text.startswith('<!doctype html>\n<html lang="en">'), page
        titles.update(re.findall("<title>(.+?)</title>", text))
        assert len(re.findall("<h1[ >]", text)) == 1, page
        ids = re.findall(r'<[^<>]* id="([^"]*)"', text)
        assert len(set(ids)) == len(ids), page
    assert titles.total() == len(pages(site))
    assert titles.most_common(1)[0][1] == 1


def test_a_page_is_small_and_leads_back_to_the_start(site: Path) -> None:
    for page, text in pages(site).items():
        assert len(text.encode()) < 600_000, page
        start = posixpath.relpath("index.html", posixpath.dirname(page) or ".")
        assert page == "index.html" or f'href="{start}"' in text, page
