"""A verdict as HTML: in a notebook, or as a page of its own."""

from pathlib import Path

from markupsafe import Markup

from workbook.display.templates import PAGE_CSS, environment
from workbook.same.findings.verdict import Verdict
from workbook.same.told import side_by_side, worth

HERE = Path(__file__).parent


def fragment(verdict: Verdict) -> str:
    """Return the HTML for a notebook."""
    template = environment(HERE).get_template("verdict.html.jinja")
    return template.render(verdict=verdict, worth=worth(verdict), side_by_side=side_by_side)


def page(verdict: Verdict) -> str:
    """Return a page."""
    template = environment(HERE).get_template("report.html.jinja")
    return template.render(
        title=f"{verdict.old} and {verdict.new}",
        css=Markup(PAGE_CSS.read_text(encoding="utf-8")),
        content=Markup(fragment(verdict)),
    )
