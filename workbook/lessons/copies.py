"""The student's own copies of the lessons: made once, without outputs, and never written over.

Which lesson a copy is of, and of which version, stands in the copy's own metadata. So a copy may be
renamed or duplicated, and there is no other file that could contradict it.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from workbook.files.new_file import begin_again, write_new
from workbook.lessons.cells import ours, read_notebook
from workbook.lessons.fresh import copies_of, fresh
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import MY_LESSONS, NOTEBOOKS
from workbook.typed import as_command

Versions = dict[str, set[str]]

KEPT = "kept"  # where `begin_anew` puts what was there, in the folder of the copies


@dataclass
class Made:
    """What has been made, and what has not."""

    copies: list[str] = field(default_factory=list)  # the lessons
    newer: dict[str, str] = field(default_factory=dict)  # the lesson and the file beside its copy
    problems: list[str] = field(default_factory=list)  # in sentences


def make_copies(folder: Path = MY_LESSONS, lessons: Path = NOTEBOOKS) -> Made:
    """Make a copy of each lesson that has none, and of each new version once, beside the old.

    Args:
        folder: where the copies are; it is made if there is none.
        lessons: where the lessons are.

    Returns:
        What has been made. Whatever fails is a sentence in it, and nothing is lost.

    """
    made = Made()
    try:
        if not folder.is_dir():
            folder.mkdir()
        there = _versions(folder)
        for lesson in LESSONS:
            _make_copy(lesson, folder, lessons, there, made)
    except FileExistsError:
        made.problems.append(f"{folder.name} is in the way: it is not a folder. Rename it.")
    except OSError as error:
        reason = error.strerror or error
        made.problems.append(f"There can be no copies of the lessons in {folder.name}: {reason}.")
    return made


def begin_anew(lesson: str, folder: Path = MY_LESSONS, lessons: Path = NOTEBOOKS) -> Path | None:
    """Put a new copy of a lesson in the place of the student's.

    Args:
        lesson: its full name.
        folder: where the copies are; it is made if there is none.
        lessons: where the lessons are.

    Returns:
        Where the old one is kept; None if there was none, or nothing had been changed in it.

    Raises:
        ValueError: the lesson cannot be read.
        OSError: the new copy cannot be written, or the old one not be moved; nothing is lost.

    """
    if not folder.is_dir():
        folder.mkdir()
    text, _ = fresh(lesson, lessons)
    path = folder / file_name(lesson)
    if write_new(path, text) or is_fresh(lesson, folder, lessons):
        return None
    return begin_again(path, text, folder / KEPT)


def is_fresh(lesson: str, folder: Path = MY_LESSONS, lessons: Path = NOTEBOOKS) -> bool:
    """Tell whether the student's copy is as it was made, of the lesson as it is now."""
    path = folder / file_name(lesson)
    return path.is_file() and path.read_bytes() == fresh(lesson, lessons)[0].encode()


def _make_copy(lesson: str, folder: Path, lessons: Path, there: Versions, made: Made) -> None:
    path = folder / file_name(lesson)
    try:
        text, number = fresh(lesson, lessons)
    except ValueError as error:
        made.problems.append(f"{error}.")
        return
    if write_new(path, text):
        made.copies.append(lesson)
    elif reason := _damage(path):
        advice = "to keep it as it is and begin anew: " + as_command("reset", lesson[:2])
        made.problems.append(f"{folder.name}/{path.name} cannot be opened ({reason}); {advice}")
    elif lesson in there and number not in there[lesson]:
        _offer(lesson, text, folder, made)


def _offer(lesson: str, text: str, folder: Path, made: Made) -> None:
    """Write the new version of a lesson beside the student's copy."""
    for number in count(1):
        path = folder / file_name(f"{lesson}.new{number if number > 1 else ''}")
        if write_new(path, text):
            made.newer[lesson] = path.name
            return
        with suppress(OSError):
            if path.read_bytes() == text.encode():
                return  # another start, at the same time, has been quicker


def _damage(path: Path) -> str:
    try:
        read_notebook(path)
    except (ValueError, OSError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""


def _versions(folder: Path) -> Versions:
    """Return which versions there are of each lesson, in copies of whatever name."""
    found: Versions = {}
    for _, notebook in copies_of(folder):
        mark = ours(notebook)
        found.setdefault(mark["lesson"], set()).add(str(mark.get("version")))
    return found
