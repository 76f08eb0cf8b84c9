"""Text as HTML: escaped, with code set as code, and breaks where code may break."""

import re
from html import escape


def breakable(text: str) -> str:
    """Escape the text, and let a long line break before `.name` and after an opening bracket."""
    return re.sub(r"(?=\.[^\W\d])|(?<=[(\[{])(?![)\]}])", "<wbr>", escape(text))


def marked_up(text: str, style: str = "") -> str:
    """Return text as HTML; what is between backticks is code, with this inline style."""
    tag = f'<code style="{style}">' if style else "<code>"
    pieces = text.split("`")  # every second piece is code
    return "".join(
        f"{tag}{breakable(piece)}</code>" if i % 2 else escape(piece)
        for i, piece in enumerate(pieces)
    )
