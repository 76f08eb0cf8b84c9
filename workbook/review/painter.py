"""Lines of code become cells: coloured, and with the changes marked."""

from collections.abc import Sequence

from workbook.display.highlight import Token, highlight_lines
from workbook.review.align import changed_characters, likeness
from workbook.review.blocks import Numbered
from workbook.review.view import Cell, Line


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
