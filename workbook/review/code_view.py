"""`code`: the source of a module, a class or a function, coloured."""

import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from workbook.display.highlight import FONT, INK, PANEL, highlight_lines, style_of
from workbook.display.templates import environment
from workbook.endpoints import without_bodies
from workbook.review.blocks import named_blocks

HERE = Path(__file__).parent


class Code:
    """Source that a notebook shows coloured, and a terminal shows as text."""

    def __init__(self, source: str) -> None:
        self.source = source.rstrip()

    def __repr__(self) -> str:
        return self.source

    def _repr_html_(self) -> str:
        template = environment(HERE, one_line=True).get_template("code_view.html.jinja")
        lines = highlight_lines(self.source)
        return template.render(lines=lines, style_of=style_of, FONT=FONT, INK=INK, PANEL=PANEL)


def code(
    subject: ModuleType | type | Callable[..., object],
    name: str | None = None,
    *,
    placeholders: bool = False,
) -> Code:
    """Show the source of a module, a class or a function, as it is in its file.

    Args:
        subject: what to show.
        name: show only this variable, class or function of a module.
        placeholders: replace the body of every endpoint with `pass`.

    Raises:
        OSError: the source is not in a file.
        ValueError: the module has nothing of that name.

    """
    source = inspect.getsource(subject)
    if name is not None:
        block = dict(named_blocks(source)).get(name)
        if block is None:
            raise ValueError(f"{subject.__name__} has nothing at its top level named {name!r}")
        source = "\n".join(line for _, line in block).lstrip("\n")
    return Code(without_bodies(source) if placeholders else source)
