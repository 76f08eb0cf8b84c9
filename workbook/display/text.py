"""Plain text for a notebook: readable in a terminal, by a screen reader and by nbval."""

from collections.abc import Iterable, Sequence
from typing import Any


class PlainText(str):
    """A string that a notebook shows as it is, without quotes and escapes."""

    def __repr__(self) -> str:
        return str(self)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return the rows under the names of their columns, aligned; numbers to the right.

    Args:
        head: the name of each column.
        rows: each has as many values as there are names.

    """
    cells = [list(head), *([str(value) for value in row] for row in rows)]
    numeric = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(head))]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = []
    for row in cells:
        aligned = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(aligned).rstrip())
    return "\n".join(lines) if len(cells) > 1 else lines[0] + "\n(no rows)"
