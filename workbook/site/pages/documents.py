"""What is no lesson, but is linked: the pages in docs/, texts in Markdown, and source code."""

import re
from html import escape
from pathlib import PurePosixPath

from workbook.paths import ROOT
from workbook.site.pages.addresses import START, Addresses, between
from workbook.site.pages.markdown import coloured, markdown
from workbook.site.pages.render import render

HREF = re.compile(r'(?<= href=")[^"]+')
TITLE = re.compile(r"# (.+)\n")
ICON = '<link rel="icon" href="data:,">'  # none; a browser would ask for one


def generated_page(file: PurePosixPath, addresses: Addresses) -> str:
    """Return a page of docs/ as it is, but with the site's links, and one to the start.

    Raises:
        ValueError: it has a link that leads nowhere.

    """
    text = (ROOT / file).read_text(encoding="utf-8")
    text = HREF.sub(lambda href: escape(addresses.link(href[0], file)), text)
    start = between(addresses.of(file), START)
    back = f'<nav aria-label="Site"><p><a href="{start}">From dict to session</a></p></nav>'
    return text.replace("<style>", f"{ICON}\n<style>", 1).replace(
        "<header>", f"{back}\n<header>", 1
    )


def source_page(file: PurePosixPath, addresses: Addresses) -> str:
    """Return the page of a text: Markdown as it is meant, Python in colours, others as they are.

    Raises:
        ValueError: it has a link that leads nowhere.

    """
    text = (ROOT / file).read_text(encoding="utf-8")
    is_markdown = file.suffix == ".md"
    title = TITLE.match(text) if is_markdown else None
    return render(
        "source.html.jinja",
        title=f"{file}: {title[1]}" if title else str(file),
        start=between(addresses.of(file), START),
        text=markdown(text, lambda href: addresses.link(href, file)) if is_markdown else "",
        code=coloured(text) if file.suffix == ".py" else text,
    )
