"""`code`: the source of a module, a class or a function, coloured."""

import inspect
from collections.abc import Callable
from types import ModuleType

from workbook.display.highlight import FONT, INK, PANEL, highlight, span
from workbook.endpoints import without_bodies
from workbook.review.align import blocks


class Code:
    """Source that a notebook shows coloured, and a terminal shows as text."""

    def __init__(self, source: str) -> None:
        self.source = source.rstrip()

    def __repr__(self) -> str:
        return self.source

    def _repr_html_(self) -> str:
        style = f"background:{PANEL};color:{INK};{FONT};padding:10px 14px;border-radius:6px"
        style += ";white-space:pre-wrap;word-break:normal;overflow-wrap:break-word;margin:0"
        body = "\n".join("".join(map(span, line)) for line in highlight(self.source))
        return f'<pre style="{style}">{body}</pre>'


def code(
    thing: ModuleType | type | Callable, name: str | None = None, *, placeholders: bool = False
) -> Code:
    """Show the source of a module, a class or a function, as it stands in its file.

    Args:
        thing: what to show.
        name: show only this variable, class or function of the module `thing`.
        placeholders: replace the body of every endpoint by `pass`.

    Raises:
        OSError: the source is not in a file.
        ValueError: the module has nothing of that name.

    """
    source = inspect.getsource(thing)
    if name is not None:
        piece = dict(blocks(source)).get(name)
        if piece is None:
            raise ValueError(f"{thing.__name__} has nothing at its top level named {name!r}")
        source = "\n".join(line for _, line in piece).lstrip("\n")
    return Code(without_bodies(source) if placeholders else source)
