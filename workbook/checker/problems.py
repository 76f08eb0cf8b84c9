"""Errors in a student's code: what they say, and which of the student's lines they are in."""

import linecache
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from workbook.xray.observe.values import said

LENGTH = 200  # characters of an error, or of a line


@dataclass(frozen=True)
class Problem:
    """Why a file could not be checked, or what an endpoint raised.

    Attributes:
        what: what is wrong, in one line.
        line: the number of the student's line; 0 if it is not known.
        text: that line.

    """

    what: str
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        where = f", in your line {self.line}" if self.line else ""
        return f"{self.what}{where}{f': `{self.text}`' if self.text else ''}"


class FileError(Exception):
    """What the check itself has to say about a file, in the words that the student reads.

    Attributes:
        line: the number of the line that it is about; 0 if there is none.

    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


def problem_of(error: BaseException, path: Path) -> Problem:
    """Return what an error says, and the last line of the file that it passed through."""
    if isinstance(error, FileError):
        return problem_at(str(error), path, error.line)
    if isinstance(error, SyntaxError) and error.filename == str(path):
        what = f"{type(error).__name__}: {error.msg}"
        return Problem(what, error.lineno or 0, (error.text or "").strip()[:LENGTH])
    what = f"{type(error).__name__}: {said(error)}".removesuffix(": ")[:LENGTH]
    frames = traceback.extract_tb(error.__traceback__)
    lines = [each.lineno or 0 for each in frames if each.filename == str(path)]
    if not lines:
        return Problem(what)
    if isinstance(error, RecursionError):  # the line that calls itself, not the one where it ended
        return problem_at(what, path, Counter(lines).most_common(1)[0][0])
    return problem_at(what, path, lines[-1])


def problem_at(what: str, path: Path, line: int) -> Problem:
    """Return a problem with the text of its line."""
    return Problem(what, line, linecache.getline(str(path), line).strip()[:LENGTH])
