"""Jinja's templates, as everything that is shown as HTML uses them."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from workbook.display.html import breakable, marked_up

HERE = Path(__file__).parent
PAGE_CSS = HERE / "page.css"  # of a whole page; in a notebook all style is inline


class OneLine(Extension):
    """Join the lines of a template, without their indents: a line break is nothing, not a space.

    A notebook's HTML has no line breaks but those of the code that it shows.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Join the lines."""
        return "".join(line.strip() for line in source.splitlines())


@cache
def environment(*folders: Path, one_line: bool = False) -> Environment:
    """Return the templates in these folders, and those that all share; values are escaped.

    There are two more filters: `breakable`, and `code`, which is `marked_up`.

    Args:
        folders: where to look for templates.
        one_line: whether they make one line of HTML, for a notebook, or a page.

    """
    templates = Environment(
        loader=FileSystemLoader([*folders, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[OneLine] if one_line else [],
    )
    templates.filters["breakable"] = lambda text: Markup(breakable(text))
    templates.filters["code"] = lambda text, style="": Markup(marked_up(text, style))
    return templates
