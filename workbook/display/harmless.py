"""Text of strangers, made fit to be shown: in a terminal, in a spreadsheet, on a page."""

import re
import unicodedata

# Cc: control characters; Cs: halves of a character, which no file can hold; Zl, Zp: line ends.
UNFIT = {"Cc", "Cs", "Zl", "Zp"}
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they reorder what follows
# What a spreadsheet takes for the begin of a formula. Where a semicolon parts the columns, as in a
# German Excel, a cell may begin after one.
FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@＝＋－＠])")


def clean(text: object) -> str:
    r"""Return text in one line, with what cannot be shown as Python writes it, such as `\x1b`."""
    line = " ".join(str(text).split("\n"))
    return "".join(_shown(each) for each in line)


def _shown(character: str) -> str:
    if character in TURNS or unicodedata.category(character) in UNFIT:
        return character.encode("unicode_escape").decode("ascii")
    return character


def cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe says that it is text."""
    return FORMULA.sub(r"\1'", clean(text))
