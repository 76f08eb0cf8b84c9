"""A view of code beside code, ready to be drawn in a notebook, on a page or in a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ConfigDict

from workbook.display.highlight import Token, highlight_lines
from workbook.review.align import Numbered, changed_characters, likeness

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
    lesson: str
    before: str = ""
    after: str = ""
    also: tuple[str, ...] = ()


def about(note: Note) -> str:
    """Return the first words of a note: what became of what, and which lesson shows it."""
    number, _, name = note.lesson.partition("_")
    lesson = f"lesson {number}, {name.replace('_', ' ')}"
    before, after = (f"`{text.strip()}`" for text in (note.before, note.after))
    if note.before and note.after:
        return f"{before} → {after} ({lesson})"
    return f"{before} goes ({lesson})" if note.before else f"{after} is new ({lesson})"


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


class Painter:
    """Turns lines of two or more sources into cells: code coloured, changes marked."""

    def __init__(self, *sources: str) -> None:
        self.colours = [highlight_lines(source) for source in sources]

    def line(self, *columns: Numbered | None) -> Line:
        """Return the cells of lines that go beside each other, one from each source."""
        cells: list[Cell | None] = []
        for i, numbered in enumerate(columns):
            if numbered is None:
                cells.append(None)
                continue
            others = {"+": columns[i - 1 : i], "−": columns[i + 1 : i + 2]}
            signs = [sign for sign, other in others.items() if other and _differ(numbered, *other)]
            marked: set[int] = set()
            for other in (*others["+"], *others["−"]):
                if other and likeness(numbered[1], other[1]):
                    marked |= changed_characters(numbered[1], other[1])[0]
            tokens = _mark(self.colours[i][numbered[0] - 1], marked)
            cells.append(
                Cell(numbered[0], tokens, signs[0] if len(signs) == 1 else "±" * bool(signs))
            )
        return Line(tuple(cells))


def _differ(line: Numbered, other: Numbered | None) -> bool:
    return other is None or line[1] != other[1]


def _mark(tokens: Sequence[Token], marked: set[int]) -> tuple[Token, ...]:
    """Split the tokens where what is marked begins and ends."""
    if not marked:
        return tuple(tokens)
    pieces: list[Token] = []
    position = 0
    for token in tokens:
        for i, character in enumerate(token.text, start=position):
            changed = i in marked
            last = pieces[-1] if pieces else None
            if last and i > position and last.changed == changed:
                pieces[-1] = Token(last.text + character, token.kind, changed)
            else:
                pieces.append(Token(character, token.kind, changed))
        position += len(token.text)
    return tuple(pieces)


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
