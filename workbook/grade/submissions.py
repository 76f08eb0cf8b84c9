"""What students handed in: which file is whose, and what to do where that is not clear.

All of it is read before any of it runs, so that no submission can change another one.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from workbook.display.harmless import clean

MAIN = "main.py"
SIZE = 1_000_000  # bytes of a main.py; after_session/main.py has about 4,000
LENGTH = 100  # characters of a path that are shown
SHOWN = 5  # names in a sentence; of more only the number
# The project's own apps, when all of it was handed in, and what tools and resets leave.
PASSED_OVER = {"before_dict_json", "after_session", "kept", "venv", "node_modules"}


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        student: the name of the folder, or of the file without .py; fit to be shown.
        file: which file it is, below the folder of all submissions; empty if `problem` is not.
        text: what stands in it.
        problem: why there is nothing to check, and what to do.

    """

    student: str
    file: str = ""
    text: bytes = b""
    problem: str = ""


@dataclass(frozen=True)
class Submissions:
    """What a folder holds: the submissions by student, and the names of what is none."""

    submissions: list[Submission]
    passed_over: list[str]


class _NothingToCheckError(Exception):
    """The message says why, and what to do."""


def submissions(folder: Path) -> Submissions:
    """Read all submissions in a folder.

    Args:
        folder: each folder in it is a student's, with one main.py at any depth; each NAME.py in it
            is a submission as well. Names that begin with a dot or with two underscores are
            passed over, and so are before_dict_json, after_session, kept, venv and node_modules
            below a student's folder. Links are not followed.

    Raises:
        OSError: the folder is missing, is none, or cannot be read.

    """
    handed_in: dict[str, list[os.DirEntry]] = {}
    passed_over = []
    for entry in _entries(folder):
        path = Path(entry.name)
        is_python = path.suffix.lower() == ".py" and not entry.is_dir(follow_symlinks=False)
        if is_python or entry.is_dir(follow_symlinks=False) or entry.is_symlink():
            handed_in.setdefault(path.stem if is_python else path.name, []).append(entry)
        else:
            passed_over.append(clean(entry.name))
    students = sorted(handed_in, key=lambda name: (name.casefold(), name))
    return Submissions(
        [_submission(name, handed_in[name], folder) for name in students], passed_over
    )


def _submission(name: str, entries: list[os.DirEntry], folder: Path) -> Submission:
    student = clean(name)
    try:
        if len(entries) > 1:
            names = ", ".join(sorted(clean(each.name) for each in entries))
            raise _NothingToCheckError(f"found more than one with this name: {names}; leave one")
        path = _file_of(entries[0])
        return Submission(student, clean(path.relative_to(folder)), _read(path, folder))
    except _NothingToCheckError as problem:
        return Submission(student, problem=str(problem))
    except OSError as error:
        what = _below(error.filename, folder) if error.filename else student
        return Submission(student, problem=f"{what} cannot be read: {error.strerror}; mend that")


def _file_of(entry: os.DirEntry) -> Path:
    if entry.is_symlink():
        raise _NothingToCheckError(
            f"{clean(entry.name)} is a link, and links are not followed; put what it leads to here"
        )
    if not entry.is_dir(follow_symlinks=False):
        return Path(entry.path)
    folder = Path(entry.path)
    files, links = _search(folder)
    mains = [path for path in files if path.name == MAIN]
    # A whole project may have more of them; the exercise is what was to be written.
    mains = [path for path in mains if path.parent.name == "exercise"] or mains
    if len(mains) == 1:
        return mains[0]
    if mains:
        found = _listed(mains, folder)
        raise _NothingToCheckError(f"found {len(mains)} files main.py: {found}; leave one of them")
    found = f"found only {_listed(files, folder)}" if files else "found no Python file"
    if links:
        found += f"; links are not followed: {_listed(links, folder)}"
    todo = "name the one to check main.py" if files else "put it there"
    raise _NothingToCheckError(f"no main.py: {found}; {todo}")


def _search(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the Python files below a folder, and the links."""
    files, links = [], []
    waiting = [folder]  # no recursion: folders may be in each other a thousand times
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_symlink():
                links.append(Path(entry.path))
            elif not entry.is_dir(follow_symlinks=False):
                files += [Path(entry.path)] if entry.name.lower().endswith(".py") else []
            elif entry.name not in PASSED_OVER:
                waiting.append(Path(entry.path))
    return sorted(files), sorted(links)


def _entries(folder: Path) -> list[os.DirEntry]:
    with os.scandir(folder) as entries:
        found = [each for each in entries if not each.name.startswith((".", "__"))]
    return sorted(found, key=lambda each: each.name)


def _read(path: Path, folder: Path) -> bytes:
    about = path.lstat()
    shown = _below(path, folder)
    if not stat.S_ISREG(about.st_mode):
        raise _NothingToCheckError(f"{shown} is no ordinary file; put one in its place")
    if about.st_size > SIZE:
        size = f"{about.st_size:,} bytes, more than the {SIZE:,} that are checked"
        raise _NothingToCheckError(f"{shown} has {size}; ask for the code alone")
    return path.read_bytes()


def _listed(paths: list[Path], folder: Path) -> str:
    names = [_below(path, folder) for path in paths]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _below(path: str | Path, folder: Path) -> str:
    shown = clean(Path(path).relative_to(folder).as_posix())
    return shown if len(shown) <= LENGTH else f"…{shown[-LENGTH:]}"
