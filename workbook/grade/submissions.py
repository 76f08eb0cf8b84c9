"""What students handed in: which file is whose, and what to do where that is not clear.

All of it is read before any of it runs, so that no submission can change another.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from workbook.display.harmless import clean

MAIN = "main.py"
SIZE = 1_000_000  # bytes of a main.py; after_session/main.py has about 4,000
LENGTH = 100  # characters of a path that are shown
SHOWN = 5  # names in a sentence; of any more, only their number
# The project's own apps, if all of it was handed in, and what tools and `workbook reset` leave.
PASSED_OVER = {"before_dict_json", "after_session", "kept", "venv", "node_modules"}


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        student: the name of the folder, or of the file without .py; fit to be shown.
        file: its path, below the folder of all submissions; empty if there is a problem.
        text: what is in the file.
        problem: why there is nothing to check, and what to do.

    """

    student: str
    file: str = ""
    text: bytes = b""
    problem: str = ""


@dataclass(frozen=True)
class Submissions:
    """What a folder holds: the submissions by student, and the names of what is not one."""

    submissions: list[Submission]
    passed_over: list[str]


class _NothingToCheckError(Exception):
    """The message says why, and what to do."""


def read_submissions(folder: Path) -> Submissions:
    """Read all submissions in a folder.

    Args:
        folder: each folder in it belongs to one student and has one main.py, at any depth; each
            NAME.py in it is a submission too. Names that begin with a dot or two underscores are
            ignored, and so are before_dict_json, after_session, kept, venv and node_modules inside
            a student's folder. Links are not followed.

    Raises:
        OSError: the folder is missing, is not a folder, or cannot be read.

    """
    handed_in: dict[str, list[os.DirEntry[str]]] = {}
    passed_over = []
    for entry in _entries(folder):
        path = Path(entry.name)
        is_python = path.suffix.lower() == ".py" and not entry.is_dir(follow_symlinks=False)
        if is_python or entry.is_dir(follow_symlinks=False) or entry.is_symlink():
            handed_in.setdefault(path.stem if is_python else path.name, []).append(entry)
        else:
            passed_over.append(_line(entry.name))
    students = sorted(handed_in, key=lambda name: (name.casefold(), name))
    return Submissions(
        [_submission(name, handed_in[name], folder) for name in students], passed_over
    )


def _submission(name: str, entries: list[os.DirEntry[str]], folder: Path) -> Submission:
    student = _line(name)
    try:
        if len(entries) > 1:
            names = ", ".join(sorted(_line(each.name) for each in entries))
            raise _NothingToCheckError(f"more than one has this name: {names}; keep one of them")
        path = _file_of(entries[0])
        return Submission(student, _line(str(path.relative_to(folder))), _read(path, folder))
    except _NothingToCheckError as problem:
        return Submission(student, problem=str(problem))
    except OSError as error:
        what = _below(error.filename, folder) if error.filename else student
        return Submission(student, problem=f"{what} cannot be read: {error.strerror}; fix that")


def _file_of(entry: os.DirEntry[str]) -> Path:
    if entry.is_symlink():
        raise _NothingToCheckError(
            f"{_line(entry.name)} is a link, and links are not followed; put the file itself here"
        )
    if not entry.is_dir(follow_symlinks=False):
        return Path(entry.path)
    folder = Path(entry.path)
    files, links = _search(folder)
    mains = [path for path in files if path.name == MAIN]
    # A whole project has more of them; the exercise is the one that the student wrote.
    mains = [path for path in mains if path.parent.name == "exercise"] or mains
    if len(mains) == 1:
        return mains[0]
    if mains:
        names = _listed(mains, folder)
        raise _NothingToCheckError(f"there are {len(mains)} main.py: {names}; keep one of them")
    others = f"there is only {_listed(files, folder)}" if files else "there is no Python file"
    if links:
        others += f"; links are not followed: {_listed(links, folder)}"
    todo = "rename the one to check to main.py" if files else "put one there"
    raise _NothingToCheckError(f"no main.py: {others}; {todo}")


def _search(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the Python files below a folder, and the links."""
    files: list[Path] = []
    links: list[Path] = []
    waiting = [folder]  # no recursion: folders may be nested a thousand deep
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_symlink():
                links.append(Path(entry.path))
            elif not entry.is_dir(follow_symlinks=False):
                files += [Path(entry.path)] if entry.name.lower().endswith(".py") else []
            elif entry.name not in PASSED_OVER:
                waiting.append(Path(entry.path))
    return sorted(files), sorted(links)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        visible = [each for each in entries if not each.name.startswith((".", "__"))]
    return sorted(visible, key=lambda each: each.name)


def _read(path: Path, folder: Path) -> bytes:
    about = path.lstat()
    shown = _below(path, folder)
    if not stat.S_ISREG(about.st_mode):
        raise _NothingToCheckError(f"{shown} is not a regular file; put one in its place")
    if about.st_size > SIZE:
        size = f"{about.st_size:,} bytes, more than the {SIZE:,} that are checked"
        raise _NothingToCheckError(f"{shown} has {size}; ask for the code alone")
    return path.read_bytes()


def _listed(paths: list[Path], folder: Path) -> str:
    names = [_below(path, folder) for path in paths]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _line(name: str) -> str:
    return clean(name, one_line=True)


def _below(path: str | Path, folder: Path) -> str:
    shown = _line(Path(path).relative_to(folder).as_posix())
    return shown if len(shown) <= LENGTH else f"…{shown[-LENGTH:]}"
