"""Which old line stands beside which new line: by name first, then by likeness."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from workbook.display.wrap import words

ALIKE = 0.5  # lines less alike than this are two lines, not one that changed
LONG = 1_000  # characters; to compare longer lines word by word takes seconds

Numbered = tuple[int, str]  # a line's number in its file, and its text
Block = tuple[str, list[Numbered]]  # a piece of a module: its name, and its lines


@dataclass(frozen=True)
class LinePair:
    """An old line, a new line, or both beside each other."""

    before: Numbered | None
    after: Numbered | None

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return (self.before and self.before[1]) != (self.after and self.after[1])


def blocks(source: str) -> list[Block]:
    """Split a module into named pieces: a function, a class, an assignment, an import.

    Blank lines and comments belong to the piece below them; below the last there is "end".
    """
    # Not splitlines(): a form feed ends a line for it, but not for Python.
    lines = list(enumerate(source.removesuffix("\n").split("\n") if source else [], start=1))
    found, begin = [], 0
    for node in ast.parse(source).body:
        end = node.end_lineno or node.lineno
        found.append((_name(node), lines[begin:end]))
        begin = end
    if lines[begin:]:
        found.append(("end", lines[begin:]))
    return found


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ImportFrom(module=module):
            return "from " + str(module).rpartition(".")[2]  # before_dict_json.models: models
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
            return ast.unparse(target)
        case ast.Expr(value=ast.Constant()):
            return "docstring"
    return ast.unparse(node)


def align_blocks(
    before: list[Block], after: list[Block], counterparts: Mapping[str, str] | None = None
) -> list[tuple[str, list[LinePair]]]:
    """Align two lists of blocks: those of the same name beside each other, then line by line.

    Args:
        before: the old blocks, in the order of their file.
        after: the new blocks.
        counterparts: for an old name the new name that it stands beside, where they differ.

    Returns:
        The rows of each block under its name (its new name, if it has two), every block once.

    """
    names = [(counterparts or {}).get(name, name) for name, _ in before]
    matcher = SequenceMatcher(None, names, [name for name, _ in after], autojunk=False)
    found: list[tuple[str, list[LinePair]]] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            for (_, old), (name, new) in zip(before[i:i_end], after[j:j_end], strict=True):
                found.append((name, align_lines(old, new)))
        else:
            found += [
                (name, [LinePair(line, None) for line in old]) for name, old in before[i:i_end]
            ]
            found += [
                (name, [LinePair(None, line) for line in new]) for name, new in after[j:j_end]
            ]
    return found


def align_by_name(before: list[Block], after: list[Block]) -> list[tuple[str, list[LinePair]]]:
    """Align blocks of the same name wherever they stand; what only `before` has comes last.

    Returns:
        The rows of each block under its name, in the order of `after`.

    """
    left = list(before)
    found = []
    for name, lines in after:
        index = next((i for i, (other, _) in enumerate(left) if other == name), None)
        found.append((name, align_lines(left.pop(index)[1] if index is not None else [], lines)))
    return [*found, *((name, [LinePair(line, None) for line in lines]) for name, lines in left)]


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
    """Put lines that only one side has beside each other, as far as there are such lines."""
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
    """How alike two lines are: 1 for the same, 0 for less than `ALIKE`.

    Lines that give the same name a value or a type, `x = …` or `x: …`, are half as unlike.
    """
    if before == after or max(len(before), len(after)) > LONG:
        return float(before == after)
    old, new = words(before), words(after)
    ratio = SequenceMatcher(None, old, new, autojunk=False).ratio()
    if _assigned(before) and _assigned(before) == _assigned(after):
        ratio = (1 + ratio) / 2
    return ratio if ratio >= ALIKE else 0.0


def _assigned(line: str) -> str:
    found = re.match(r"\s*(\w+)(?: =|:) ", line)
    return found[1] if found else ""


def changed_characters(before: str, after: str) -> tuple[set[int], set[int]]:
    """Return the positions in either line of what the other line has not."""
    old, new = words(before), words(after)
    positions: tuple[set[int], set[int]] = (set(), set())
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            for side, line, first, last in ((0, old, i, i_end), (1, new, j, j_end)):
                start = len("".join(line[:first]))
                positions[side].update(range(start, start + len("".join(line[first:last]))))
    return positions
