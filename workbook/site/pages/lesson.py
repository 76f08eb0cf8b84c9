"""A lesson to be read: its committed notebook, with the outputs, as a page."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from workbook.lessons.cells import FOLDED, Cell, read_notebook, source
from workbook.lessons.names import LESSONS, file_name, label
from workbook.paths import NOTEBOOKS
from workbook.site.pages.addresses import START, Addresses, between
from workbook.site.pages.markdown import coloured, markdown
from workbook.site.pages.render import render

# An output was made for a notebook; on a page, keys can scroll it, and its headings have a place.
FITTED = {
    '<div style="overflow-x:auto">': '<div tabindex="0" style="overflow-x:auto">',
    "<h4": '<h4 aria-level="3"',
}
TIME = re.compile(r"\*\*Time:\*\* (\d+) minutes of reading and running, (\d+) of doing")


@dataclass(frozen=True)
class Introduction:
    """What a lesson says of itself.

    Attributes:
        file: its notebook, in the project.
        title: its heading.
        purpose: what you do in it, in Markdown.
        minutes: of reading and running, and of doing.

    """

    file: PurePosixPath
    title: str
    purpose: str
    minutes: tuple[int, int]


def introduction(lesson: str) -> Introduction:
    """Read what a lesson says of itself in its first cell.

    Raises:
        ValueError: it is no notebook, or does not begin as a lesson does.

    """
    name = file_name(lesson)
    title, purpose, *rest = source(read_notebook(NOTEBOOKS / name)["cells"][0]).split("\n\n")
    minutes = TIME.search("\n".join(rest))
    if not (title.startswith("# ") and purpose.startswith("In this lesson ") and minutes):
        raise ValueError(f"{name}: it must begin with a title, `In this lesson …` and **Time:**")
    purpose = purpose.removeprefix("In this lesson ")
    return Introduction(
        PurePosixPath("notebooks", name),
        title.removeprefix("# "),
        purpose[0].upper() + purpose[1:],
        (int(minutes[1]), int(minutes[2])),
    )


def lesson_page(file: PurePosixPath, addresses: Addresses) -> str:
    """Return the page of a lesson.

    Args:
        file: its notebook, in the project.
        addresses: those of the site.

    Raises:
        ValueError: it is no notebook, or has a link that leads nowhere.

    """
    here, place = addresses.of(file), LESSONS.index(file.stem)
    around = {
        "Previous": LESSONS[place - 1] if place else None,
        "Next": LESSONS[place + 1] if place + 1 < len(LESSONS) else None,
    }
    return render(
        "lesson.html.jinja",
        title=f"{label(file.stem)}: {introduction(file.stem).title}",
        cells=read_notebook(NOTEBOOKS / file.name)["cells"],
        start=between(here, START),
        run=between(here, addresses.run(str(file))),
        around={
            word: (label(each), f"{each}.html") for word, each in around.items() if each is not None
        },
        is_folded=lambda cell: cell["metadata"].get("jupyter") == FOLDED["jupyter"],
        markdown=lambda cell: markdown(source(cell), lambda href: addresses.link(href, file)),
        code=lambda cell: coloured(source(cell)),
        shown=shown,
    )


def shown(output: Cell) -> tuple[str, str]:
    """Return of an output what a browser shows: its kind and its text; a picture's as base64.

    Raises:
        ValueError: there is no such kind in the page.

    """
    data: dict[str, Any] = output.get("data", {"text/plain": output.get("text", "")})
    for kind in ("text/html", "image/png", "text/plain"):
        if kind in data:
            text = "".join(data[kind])
            for made, fitted in FITTED.items() if kind == "text/html" else ():
                text = text.replace(made, fitted)
            return kind, text
    raise ValueError(f"the page cannot show an output of {', '.join(data)}")
