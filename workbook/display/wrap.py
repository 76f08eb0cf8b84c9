"""Break lines of code for a terminal: between words, with the rest indented further."""

import re
from collections.abc import Iterator

from rich.cells import cell_len

DEEPER = 4  # how much further the rest of a line is indented


def words(line: str) -> list[str]:
    """Split a line into words, stretches of blanks, operators such as `->`, and single signs."""
    return re.findall(r"\w+|\s+|->|[=!<>+]=|.", line)


def line_pieces(text: str, width: int, indent: int | None = None) -> list[tuple[str, int, int]]:
    """Break a line so that it fits.

    Args:
        text: one line.
        width: of the terminal or the column, in cells: a letter has one, an emoji two.
        indent: of the pieces after the first; None: `DEEPER` than the first.

    Returns:
        For each piece, the blanks before it, and where it begins and ends in the text.

    """
    if indent is None:
        indent = len(text) - len(text.lstrip()) + DEEPER
    indent = min(indent, width // 2)
    pieces: list[tuple[str, int, int]] = []
    begin = position = used = 0
    for word in _short_words(text, width - indent):
        room = width - (indent if pieces else 0)
        if used + cell_len(word) > room:
            pieces.append((" " * indent if pieces else "", begin, position))
            if word.isspace():
                position += len(word)
                begin, used = position, 0
                continue
            begin, used = position, 0
        position += len(word)
        used += cell_len(word)
    return [*pieces, (" " * indent if pieces else "", begin, position)]


def wrapped(text: str, width: int, indent: int | None = None) -> list[str]:
    """Return a line, broken so that it fits, as one text for each piece; see `line_pieces`."""
    return [blanks + text[begin:end] for blanks, begin, end in line_pieces(text, width, indent)]


def _short_words(text: str, width: int) -> Iterator[str]:
    for word in _with_closers(words(text)):
        if cell_len(word) <= width:
            yield word
        else:
            yield from word  # a word that is too long breaks anywhere


def _with_closers(parts: list[str]) -> Iterator[str]:
    """Let no line begin with a closing bracket or quote, a comma or a colon."""
    word = ""
    for each in parts:
        closes = each in ")]},:" or (each in "\"'" and word[-1:].isalnum())
        if word and (word.isspace() or not closes):
            yield word
            word = ""
        word += each
    if word:
        yield word
