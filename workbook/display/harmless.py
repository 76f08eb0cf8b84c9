"""Text of strangers, made fit to be shown: in a terminal, in a spreadsheet, on a page."""

import re
import unicodedata

# Unicode's categories of what a terminal obeys, a page cannot hold, or a reader does not see:
# control and format characters (among these all that turn the direction of text), halves of a
# character, code points without a character, and line separators.
UNFIT = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
UNUSUAL = re.compile(r"[^ -~]")  # only these can be unfit
# Emoji and several scripts join characters with these two; in other places nobody sees them.
JOINERS = re.compile(r"(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])")
# What a spreadsheet takes for the beginning of a formula. Where a semicolon separates the columns,
# as in a German Excel, a cell may begin after one.
FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@＝＋－＠])")


def clean(text: str, *, one_line: bool = False) -> str:
    r"""Return text that does nothing but be read: each unfit character as Python writes it.

    An escape character becomes `\x1b`, for instance. A newline stays.

    Args:
        text: may hold anything.
        one_line: turn newlines into spaces.

    """
    if one_line:
        text = text.replace("\n", " ")
    if text.isprintable():
        return text
    joiners = {match.start() for match in JOINERS.finditer(text)}
    return UNUSUAL.sub(lambda m: m[0] if m.start() in joiners else _shown(m[0]), text)


def _shown(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in UNFIT:
        return character
    return character.encode("unicode_escape").decode("ascii")


def spreadsheet_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe says that it is text."""
    return FORMULA.sub(r"\1'", clean(text, one_line=True))
