"""Errors in a student's code: what they say, and which of the student's lines they are in."""

import linecache
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi.exceptions import ResponseValidationError

from workbook.checker.limits import limit_met
from workbook.checker.machine import is_of_machine
from workbook.known_errors.lookup import known_error
from workbook.xray.observe.values import said

LENGTH = 200  # characters of an error, or of a line
EMPTY_FOLDER = (
    "The check runs your file in an empty folder, so a name such as `notes.txt` finds nothing "
    "there. What stands beside your file is at `Path(__file__).parent / ...`."
)


@dataclass(frozen=True)
class Problem:
    """Why a file could not be checked, or what an endpoint raised.

    Attributes:
        what: what is wrong, in one line.
        line: the number of the student's line; 0 if it is not known.
        text: that line.
        meaning: of a well-known error, what it means, and what to write instead.
        is_of_machine: whether it says nothing about the code, as where the disk is full.

    """

    what: str
    line: int = 0
    text: str = ""
    meaning: str = ""
    is_of_machine: bool = False

    def __str__(self) -> str:
        where = f", in your line {self.line}" if self.line else ""
        return f"{self.what}{where}{f': `{self.text}`' if self.text else ''}"

    @property
    def in_full(self) -> str:
        """All of it, in one sentence or more."""
        return f"{self}. {self.meaning}".rstrip()


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
        return replace(problem_at(str(error), path, error.line), meaning=known_error(error))
    if isinstance(error, SyntaxError) and error.filename == str(path):
        what = f"{type(error).__name__}: {error.msg}"
        return Problem(what, error.lineno or 0, (error.text or "").strip()[:LENGTH])
    text = _first_of(error) if isinstance(error, ResponseValidationError) else said(error)
    what = f"{type(error).__name__}: {text}".removesuffix(": ").rstrip(".")[:LENGTH]
    meaning = EMPTY_FOLDER if isinstance(error, FileNotFoundError) else known_error(error)
    meaning = meaning or limit_met(error)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [each.lineno or 0 for each in frames if each.filename == str(path)]
    problem = Problem(what, meaning=meaning, is_of_machine=is_of_machine(error, bool(lines)))
    if not lines:
        return problem
    line = lines[-1]
    if isinstance(error, RecursionError):  # the line that calls itself, not the one where it ended
        line = Counter(lines).most_common(1)[0][0]
    found = problem_at(what, path, line)
    return replace(problem, line=line, text=found.text)


def _first_of(error: ResponseValidationError) -> str:
    """Say the first of the faults in an answer, and where it is."""
    errors = error.errors()
    where = ".".join(map(str, errors[0]["loc"][1:]))
    more = f" ({len(errors) - 1} more)" if errors[1:] else ""
    return f"{f'{where}: ' if where else ''}{said(ValueError(errors[0]['msg']))}{more}"


def problem_at(what: str, path: Path, line: int) -> Problem:
    """Return a problem with the text of its line."""
    return Problem(what, line, linecache.getline(str(path), line).strip()[:LENGTH])
