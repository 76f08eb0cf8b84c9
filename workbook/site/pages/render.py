"""Templates of the site's pages, in the style of all pages of the project."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from workbook.display.templates import PAGE_CSS, environment
from workbook.review.page import build as review

HERE = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """Return a page of the site, made by a template of this folder."""
    sheets = (PAGE_CSS, HERE / "site.css")
    css = Markup("".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
    return environment(HERE, review.HERE).get_template(template).render(css=css, **values)
