"""A verdict as HTML: in a notebook, or as a page of its own."""

from functools import partial
from pathlib import Path

from markupsafe import Markup

from workbook.display.code_view import Code
from workbook.display.templates import PAGE_CSS, environment
from workbook.review.notebook_view import SideBySide
from workbook.same.findings.accepted import entry_for
from workbook.same.findings.shown import Shown
from workbook.same.findings.verdict import Verdict
from workbook.same.told.answers import both_answers
from workbook.same.told.worth import SEVERAL, TO_ACCEPT, effort, explained, headline, tables

LINE = "rgba(128,128,128,.45)"  # seen on a light and on a dark page
HERE = Path(__file__).parent
LONG = "\nh1, h2, li { overflow-wrap: anywhere; }"  # a key in an answer may be one long word


def fragment(verdict: Verdict, *, is_page: bool = False) -> str:
    """Return the HTML for a notebook: all its style is inline.

    Args:
        verdict: to show.
        is_page: it is for a page, which has a stylesheet for its tables.

    """
    template = environment(HERE, one_line=True).get_template("verdict.html.jinja")
    return template.render(
        verdict=verdict,
        is_page=is_page,
        LINE=LINE,
        headline=headline(verdict),
        effort=list(effort(verdict)),
        tables=list(tables(verdict)),
        code=_code,
        answers=_answers,
        explained=partial(explained, verdict),
        entries="\n\n".join(map(entry_for, verdict.differences())),
        SEVERAL=SEVERAL,
        TO_ACCEPT=TO_ACCEPT,
    )


def page(verdict: Verdict) -> str:
    """Return a page."""
    template = environment(HERE).get_template("page.html.jinja")
    return template.render(
        title=f"{verdict.old} and {verdict.new}",
        css=Markup(PAGE_CSS.read_text(encoding="utf-8") + LONG),
        content=Markup(fragment(verdict, is_page=True)),
    )


def _code(source: str) -> Markup:
    return Markup(Code(source)._repr_html_())


def _answers(shown: Shown) -> Markup:
    return Markup(SideBySide(both_answers(*shown.answers()))._repr_html_())
