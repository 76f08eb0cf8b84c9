"""A view of code beside code, ready to be drawn in a notebook, on a page or in a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ConfigDict

from workbook.display.highlight import Token

FOLD = 6  # so many unchanged lines or more are folded,
CONTEXT = 2  # all but so many of them that are next to a change


@dataclass(frozen=True)
class Note:
    """Why a hunk changed. `before` and `after` are pieces of its lines: they say which hunk.

    `also` are more pieces of it, which the reason speaks of: without them it would be wrong.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", str_min_length=1)

    file: str
    where: str
    why: str
    lesson: str = ""  # that shows it, if one does
    before: str = ""
    after: str = ""
    also: tuple[str, ...] = ()


def about(note: Note) -> str:
    """Return the first words of a note: what became of what, and which lesson shows it, if any."""
    number, _, name = note.lesson.partition("_")
    lesson = f" (lesson {number}, {name.replace('_', ' ')})" if note.lesson else ""
    before, after = (f"`{text.strip()}`" for text in (note.before, note.after))
    if note.before and note.after:
        return f"{before} → {after}{lesson}"
    return f"{before} goes{lesson}" if note.before else f"{after} is new{lesson}"


@dataclass(frozen=True)
class Cell:
    """A line of one column.

    Its sign is "−" if the next column lacks it, "+" if the column before lacks it, "±" if both do.
    """

    number: int
    tokens: tuple[Token, ...]
    sign: str = ""

    @property
    def text(self) -> str:
        """The line itself."""
        return "".join(token.text for token in self.tokens)

    @property
    def indent(self) -> int:
        """How many blanks there are at the beginning."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True)
class Line:
    """Lines beside each other; None where a side has none."""

    cells: tuple[Cell | None, ...]

    @property
    def changed(self) -> bool:
        """Whether the sides differ."""
        return None in self.cells or any(cell and cell.sign for cell in self.cells)


@dataclass(frozen=True)
class Folded:
    """Lines that a reader may open, and what they are."""

    label: str
    lines: tuple[Line, ...]


Part = Line | Folded | Note


@dataclass(frozen=True)
class View:
    """A title, the heads of the columns, and the parts from top to bottom."""

    title: str
    heads: tuple[str, ...]
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, folded or not."""
        for part in self.parts:
            if isinstance(part, Line):
                yield part
            elif isinstance(part, Folded):
                yield from part.lines


def fold(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Fold each long stretch of unchanged lines, except for those next to a change."""
    folded: list[Part] = []
    stretch: list[Line] = []
    for part in [*parts, None]:
        if isinstance(part, Line) and not part.changed:
            stretch.append(part)
            continue
        above = CONTEXT if folded else 0
        below = CONTEXT if part is not None else 0
        if len(stretch) - above - below >= FOLD:
            end = len(stretch) - below
            inner = tuple(stretch[above:end])
            label = f"{len(inner)} unchanged lines"
            folded += [*stretch[:above], Folded(label, inner), *stretch[end:]]
        else:
            folded += stretch
        stretch = []
        if part is not None:
            folded.append(part)
    return tuple(folded)
