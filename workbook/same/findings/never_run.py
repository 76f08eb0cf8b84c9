"""The lines of an app's functions that no request has run."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType

ANNOTATIONS = "__annotate__"  # of each function with annotations, from Python 3.14 on


def never_run(
    files: Sequence[Path], folder: Path, ran: set[tuple[str, int]]
) -> dict[str, list[int]]:
    """Return, by file, the lines in functions that have not run.

    Args:
        files: the app's own, as far as they were imported when it began.
        folder: that their names are seen from.
        ran: file and line; an endpoint may have imported other files.

    """
    found: dict[str, list[int]] = {}
    later = {folder / name for name, _ in ran}.difference(files)
    for file in [*files, *sorted(later)]:
        name = file.relative_to(folder).as_posix()
        try:
            code = compile(file.read_bytes(), str(file), "exec")
        except (OSError, SyntaxError, ValueError):
            continue
        lines = {line for each in _functions(code) for line in _lines(each)}
        if left := sorted(line for line in lines if (name, line) not in ran):
            found[name] = left
    return found


def _functions(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType) and each.co_name != ANNOTATIONS:
            if each.co_flags & 2:  # CO_NEWLOCALS: a function, not the body of a class
                yield each
            yield from _functions(each)


def _lines(code: CodeType) -> Iterator[int]:
    first = code.co_firstlineno  # `def` itself
    return (line for *_, line in code.co_lines() if line is not None and line != first)


def spans(lines: list[int]) -> str:
    """Return the lines in words, such as "3, 7–9"."""
    parts: list[list[int]] = []
    for line in lines:
        if parts and line == parts[-1][-1] + 1:
            parts[-1].append(line)
        else:
            parts.append([line])
    return ", ".join(f"{p[0]}–{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)
