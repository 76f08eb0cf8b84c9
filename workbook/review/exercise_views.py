"""Views with the exercise: its start between old and new, and a student's own file."""

import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbook.display.harmless import clean
from workbook.endpoints import without_bodies
from workbook.paths import AFTER
from workbook.review.align import LinePair, align_blocks, align_by_name
from workbook.review.blocks import Numbered, named_blocks
from workbook.review.painter import Painter
from workbook.review.pairs import STORAGE, Section, pair, source
from workbook.review.view import Part, View, fold
from workbook.review.views import NO_NOTES, section_parts, storage_fold, without_leading_blanks

EXERCISE = "exercise/main.py"
LARGEST = 1_000_000  # bytes of a solution


def three_way_view(name: str = "main.py") -> View:
    """Return the old code, the start of the exercise (`pass` for each body), and the new code.

    Args:
        name: "main.py", or something in the new main.py.

    Raises:
        ValueError: the new main.py has nothing of that name.

    """
    both = pair("main.py")
    old, new = both.sources
    start = without_bodies(new)
    sections = _named(both.sections, name)
    between = _partners(start, new)
    painter = Painter(old, start, new)
    parts: list[Part] = []
    for section in sections:
        lines: list[Part] = [painter.line(*three) for three in _threes(section.rows, between)]
        parts += [storage_fold(lines)] if section.name == STORAGE else lines
    heads = (f"Before: {both.names[0]}", f"Start: {EXERCISE}", f"After: {both.names[1]}")
    return View(name, heads, _trimmed(name, parts))


def _partners(start: str, new: str) -> dict[int, Numbered]:
    """Return, by the number of a new line, the line that the exercise has in its place."""
    aligned = align_blocks(named_blocks(start), named_blocks(new))
    rows = (row for _, rows in aligned for row in rows)
    return {row.after[0]: row.before for row in rows if row.after and row.before}


def _threes(
    rows: Iterable[LinePair], between: dict[int, Numbered]
) -> Iterator[tuple[Numbered | None, ...]]:
    for row in rows:
        yield (row.before, between.get(row.after[0]) if row.after else None, row.after)


def solution_view(path: Path, name: str = "main.py", text: str | None = None) -> View:
    """Return a student's own file beside the reference.

    Args:
        path: the student's file.
        name: "main.py" for the whole file, or something in the reference.
        text: the text of the file, if it was read before; None: it is read now.

    Raises:
        ValueError: the file cannot be read, or is not Python, or the reference lacks the name.

    """
    try:
        theirs = _read(path) if text is None else text
        named = named_blocks(theirs)
    except SyntaxError as error:
        text = f": {error.text.strip()[:80]}" if error.text else ""
        where = f"{path}, line {error.lineno}" if error.lineno else str(path)
        raise ValueError(f"{where}: {error.msg}{text}") from None
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"cannot read {path}: {reason}") from None
    reference = source(AFTER, "main.py")
    old = [(block, [(number, _shown(line)) for number, line in lines]) for block, lines in named]
    aligned = align_by_name(old, named_blocks(reference))
    sections = [Section("main.py", block, tuple(rows)) for block, rows in aligned]
    painter = Painter(_shown(theirs), reference)
    parts: list[Part] = []
    for section in _named(sections, name):
        parts += section_parts(section, painter, NO_NOTES)
    heads = (f"Yours: {path}", f"Reference: {AFTER}/main.py")
    return View(name, heads, _trimmed(name, parts))


def _read(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise ValueError("it is not a regular file")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} bytes")
    with tokenize.open(path) as file:  # in the encoding that Python would read it in
        return file.read()


def _shown(source: str) -> str:
    return clean(source.expandtabs(4))


def _named(sections: Iterable[Section], name: str) -> list[Section]:
    named = [s for s in sections if s.rows and (name == "main.py" or s.name == name)]
    if not named or name in (STORAGE, "end"):
        raise ValueError(f'{AFTER}/main.py has no {name!r}: name "main.py" or a function in it')
    return named


def _trimmed(name: str, parts: list[Part]) -> tuple[Part, ...]:
    return fold(parts) if name == "main.py" else tuple(without_leading_blanks(parts))
