"""Jinja's templates, as all that is shown in HTML uses them."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workbook.display.html import breakable, marked_up

HERE = Path(__file__).parent
PAGE_CSS = HERE / "page.css"  # of a whole page; in a notebook all style is inline


def templates(*folders: Path) -> Environment:
    """Return the templates of these folders, and those that all share; values are escaped.

    Two filters are there: `breakable`, and `code`, which is `marked_up`.

    Args:
        folders: where to look for templates.

    """
    environment = Environment(
        loader=FileSystemLoader([*folders, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        breakable=lambda text: Markup(breakable(text)),
        code=lambda text, style="": Markup(marked_up(text, style)),
    )
    return environment
