"""The lines of an app's functions that no request has run."""

import ast
from collections.abc import Sequence
from pathlib import Path

from workbook.same.side.statements import blocks, lines_of, runs


def never_run(
    files: Sequence[Path], folder: Path, ran: set[tuple[str, int]]
) -> dict[str, list[int]]:
    """Return, by file, the lines in functions that have not run.

    Args:
        files: the app's own, as far as they were imported when it began.
        folder: that their names are seen from.
        ran: file, and line in which a statement begins; an endpoint may have imported other files.

    """
    found: dict[str, list[int]] = {}
    later = {folder / name for name, _ in ran}.difference(files)
    for file in [*files, *sorted(later)]:
        name = file.relative_to(folder).as_posix()
        try:
            module = ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        statements = [each for block in blocks(module) for each in block if runs(each)]
        left = {n for each in statements if (name, each.lineno) not in ran for n in lines_of(each)}
        if left:
            found[name] = sorted(left)
    return found


def spans(lines: list[int]) -> str:
    """Return the lines in words, such as "3, 7–9"."""
    parts: list[list[int]] = []
    for line in lines:
        if parts and line == parts[-1][-1] + 1:
            parts[-1].append(line)
        else:
            parts.append([line])
    return ", ".join(f"{p[0]}–{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)
