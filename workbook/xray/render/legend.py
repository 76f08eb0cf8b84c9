"""What the marks in a picture mean: those that it has."""

from workbook.xray.render.style import MARK, MONO, SMALL

GRID = f'<div style="{MONO}">'  # a row of a table begins with it
MEANINGS = {
    f"background:{MARK}": f'<b style="background:{MARK}">yellow</b>: changed by this line',
    "</s>": "<s>crossed out</s>: no longer so",
    "<i>forgotten": "<i>forgotten</i>: no longer in the object",
    f"{GRID}+": "<b>+</b> a new row",
    f"{GRID}~": "<b>~</b> a changed row",
    f"{GRID}−": "<b>−</b> a deleted row",
}


def legend(picture: str) -> str:
    """Return one line under the picture."""
    found = " · ".join(meaning for mark, meaning in MEANINGS.items() if mark in picture)
    return f'<div style="padding:4px 8px;{SMALL}">{found}</div>' if found else ""
