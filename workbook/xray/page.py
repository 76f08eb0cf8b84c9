"""The picture as a page of its own: no script, no request, light and dark."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from workbook.display.templates import PAGE_CSS, environment
from workbook.files.atomic_file import may_write, write_whole
from workbook.xray.picture import Trace

MADE_BY = "workbook trace"
LONG = "\nh1, li { overflow-wrap: anywhere; }"  # a request or an answer may be one long word


def can_write(path: Path) -> None:
    """Find out whether a page can be written, before there is one.

    Raises:
        ValueError: it cannot, or something else is there.

    """
    may_write(path, MADE_BY, _is_ours)


def write_page(path: Path, picture: Trace, app: str, notes: Sequence[str]) -> None:
    """Write the page, whole or not at all.

    Args:
        path: the file.
        picture: of the request.
        app: its name, as somebody typed it.
        notes: what else is to be known.

    Raises:
        ValueError: it cannot be written.

    """
    page = (
        environment(Path(__file__).parent)
        .get_template("page.html.jinja")
        .render(
            title=picture.request,
            css=Markup(PAGE_CSS.read_text(encoding="utf-8") + LONG),
            app=app,
            notes=notes,
            picture=Markup(picture._repr_html_()),
        )
    )
    write_whole(path, page.encode(errors="replace"), MADE_BY, _is_ours)


def _is_ours(beginning: bytes) -> bool:
    return f'content="{MADE_BY}"'.encode() in beginning
