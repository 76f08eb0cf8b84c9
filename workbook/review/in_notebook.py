"""`code`, `side_by_side` and `three_way`: what a notebook shows of the two apps."""

import inspect
from collections.abc import Callable
from types import ModuleType

from workbook.display.code_view import Code
from workbook.endpoints import without_bodies
from workbook.review.blocks import named_blocks
from workbook.review.exercise_views import three_way_view
from workbook.review.notebook_view import SideBySide
from workbook.review.notes import read_notes
from workbook.review.views import NO_NOTES, view_of


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


def side_by_side(name: str, *, notes: bool = True) -> SideBySide:
    """Show a function, a class or a whole file of both apps beside each other.

    Args:
        name: such as `"create_expense"` or `"main.py"`.
        notes: say under each change why it was made.

    Raises:
        ValueError: neither app has it.

    """
    return SideBySide(view_of(name, read_notes() if notes else NO_NOTES))


def three_way(name: str = "main.py") -> SideBySide:
    """Show the old code, the start of the exercise, and the new code beside each other.

    Args:
        name: such as `"create_expense"`, or `"main.py"` for the whole file.

    Raises:
        ValueError: the new main.py has nothing of that name.

    """
    return SideBySide(three_way_view(name))
