"""Which old line goes beside which new line: by name first, then by likeness."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from workbook.display.wrap import words
from workbook.review.blocks import Block, Numbered

ALIKE = 0.5  # lines less alike than this are two lines, not one that changed
LONG = 1_000  # characters; comparing longer lines word by word takes seconds


@dataclass(frozen=True)
class LinePair:
    """An old line, a new line, or both beside each other."""

    before: Numbered | None
    after: Numbered | None

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return (self.before and self.before[1]) != (self.after and self.after[1])


AlignedBlock = tuple[str, list[LinePair]]  # the same, beside each other


def align_blocks(
    before: list[Block], after: list[Block], counterparts: Mapping[str, str] | None = None
) -> list[AlignedBlock]:
    """Align two lists of blocks: those of the same name beside each other, then line by line.

    Args:
        before: the old blocks, in the order of their file.
        after: the new blocks.
        counterparts: for an old name the new name that it goes beside, where they differ.

    Returns:
        The rows of each block and its name (the new one, if it has two), every block once.

    """
    names = [(counterparts or {}).get(name, name) for name, _ in before]
    matcher = SequenceMatcher(None, names, [name for name, _ in after], autojunk=False)
    aligned: list[AlignedBlock] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            for (_, old), (name, new) in zip(before[i:i_end], after[j:j_end], strict=True):
                aligned.append((name, align_lines(old, new)))
        else:
            aligned += [(name, align_lines(old, [])) for name, old in before[i:i_end]]
            aligned += [(name, align_lines([], new)) for name, new in after[j:j_end]]
    return aligned


def align_by_name(before: list[Block], after: list[Block]) -> list[AlignedBlock]:
    """Align blocks of the same name wherever they are; what only `before` has comes last.

    Returns:
        The rows of each block and its name, in the order of `after`.

    """
    left = list(before)
    aligned = []
    for name, new in after:
        index = next((i for i, (other, _) in enumerate(left) if other == name), None)
        old = left.pop(index)[1] if index is not None else []
        aligned.append((name, align_lines(old, new)))
    return aligned + [(name, align_lines(old, [])) for name, old in left]


def align_lines(before: list[Numbered], after: list[Numbered]) -> list[LinePair]:
    """Align two short pieces so that the lines beside each other are as alike as can be."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            together = best[i + 1][j + 1] + likeness(before[i][1], after[j][1])
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    return list(_fill_gaps(_path(before, after, best)))


def _path(
    before: list[Numbered], after: list[Numbered], best: list[list[float]]
) -> Iterator[LinePair]:
    i = j = 0
    while i < len(before) and j < len(after):
        alike = likeness(before[i][1], after[j][1])
        if alike and best[i][j] == best[i + 1][j + 1] + alike:
            yield LinePair(before[i], after[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield LinePair(before[i], None)
            i += 1
        else:
            yield LinePair(None, after[j])
            j += 1
    yield from (LinePair(line, None) for line in before[i:])
    yield from (LinePair(None, line) for line in after[j:])


def _fill_gaps(rows: Iterator[LinePair]) -> Iterator[LinePair]:
    """Put lines that only one side has beside lines that only the other has."""
    removed: list[Numbered] = []
    added: list[Numbered] = []
    for row in [*rows, None]:
        if row is None or (row.before and row.after):
            yield from (LinePair(a, b) for a, b in zip_longest(removed, added))
            removed, added = [], []
            if row:
                yield row
        elif row.before:
            removed.append(row.before)
        elif row.after:
            added.append(row.after)


@lru_cache(maxsize=4096)
def likeness(before: str, after: str) -> float:
    """Return how alike two lines are: 1 for the same, 0 for less than `ALIKE`.

    Lines that give the same name a value or a type, `x = …` or `x: …`, are only half as unlike.
    """
    if before == after or max(len(before), len(after)) > LONG:
        return float(before == after)
    old, new = words(before), words(after)
    ratio = SequenceMatcher(None, old, new, autojunk=False).ratio()
    if _assigned(before) and _assigned(before) == _assigned(after):
        ratio = (1 + ratio) / 2
    return ratio if ratio >= ALIKE else 0.0


def _assigned(line: str) -> str:
    match = re.match(r"\s*(\w+)(?: =|:) ", line)
    return match[1] if match else ""


def changed_characters(before: str, after: str) -> tuple[set[int], set[int]]:
    """Return the positions, in each of two lines, of what the other does not have."""
    old, new = words(before), words(after)
    positions: tuple[set[int], set[int]] = (set(), set())
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            for side, line, first, last in ((0, old, i, i_end), (1, new, j, j_end)):
                start = len("".join(line[:first]))
                positions[side].update(range(start, start + len("".join(line[first:last]))))
    return positions
