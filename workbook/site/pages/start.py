"""The start page: what this is, the lessons, the exercise, what a browser cannot do."""

from pathlib import Path, PurePosixPath

from markupsafe import Markup

from workbook.lessons.names import LESSONS
from workbook.paths import ROOT
from workbook.review.page.build import WORDS, groups
from workbook.review.view import about
from workbook.review.views import view_of
from workbook.site.pages.addresses import START, Addresses
from workbook.site.pages.lesson import introduction
from workbook.site.pages.markdown import markdown
from workbook.site.pages.offline import jupyterlite_version
from workbook.site.pages.render import HERE, render

README = PurePosixPath("README.md")
SHOWN = "create_expense"  # the change that the page shows as an example


def start_page(addresses: Addresses, folder: Path) -> str:
    """Return the start page.

    Args:
        addresses: those of the site.
        folder: the site's root, with JupyterLite's folder in it.

    Raises:
        ValueError: a lesson does not begin as a lesson does.

    """
    title, lead, *_ = (ROOT / README).read_text(encoding="utf-8").split("\n\n")

    def from_root(href: str) -> str:
        return addresses.link(href, PurePosixPath(START))

    def from_notebooks(href: str) -> str:
        return from_root(f"notebooks/{href}")

    def marked(text: str) -> Markup:
        return markdown(text, from_notebooks)

    return render(
        "start.html.jinja",
        title=title.removeprefix("# "),
        lead=markdown(lead, from_root),
        lessons=[introduction(lesson) for lesson in LESSONS],
        view=view_of(SHOWN),
        about=about,
        groups=groups,
        words=WORDS,
        link=from_root,
        run=addresses.run,
        marked=marked,
        lab=addresses.lab,
        jupyterlite=jupyterlite_version(folder / addresses.lab),
        megabytes=_megabytes(folder / addresses.lab),
        script=Markup((HERE / "offline.js").read_text(encoding="utf-8")),
    )


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)
