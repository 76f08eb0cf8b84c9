"""What keeps an app from being traced: what it is, where in the app, and what to do."""

import linecache
import os
import sys
import traceback
from pathlib import Path

from pydantic import ValidationError

from workbook.display.harmless import clean
from workbook.display.secrets import without_secrets
from workbook.known_errors.lookup import known_error
from workbook.paths import is_in_packages
from workbook.xray.observe.values import short

ENDS = (Exception, SystemExit)  # what an app may raise; Ctrl-C is not the app's
LINES = 3  # of what pydantic found


class AppError(ValueError):
    """What keeps an app from being traced, in words for the one who wrote it."""


def told(error: BaseException, what: str, folder: Path) -> str:
    """Return an error of an app in a few lines, for somebody who does not want a traceback.

    Args:
        error: what the app raised.
        what: what could not be done, such as "cannot import main".
        folder: where the app's code is.

    """
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    lines = [f"{what}: {_kind(error)}: {_message(error)}", *_place(error, folder)]
    if isinstance(error, ModuleNotFoundError) and error.name:
        lines += _missing(error.name, folder)
    elif means := known_error(error):
        lines.append(f"  {means.replace('`', '')}")
    # Not where the copy is: there is none when somebody reads this.
    text = "\n".join(lines).replace(f"{folder}{os.sep}", "").replace(str(folder), folder.name)
    return clean(without_secrets(text))


def _kind(error: BaseException) -> str:
    return "it ends Python" if isinstance(error, SystemExit) else type(error).__name__


def _message(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return error.msg
        if isinstance(error, ValidationError):  # what was given is not shown: it may be a secret
            found = [(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
            texts = [f"{name}: {text}" for name, text in found[:LINES]]
            return f"{error.title}\n  " + "\n  ".join(texts)
        # SQLAlchemy adds an address to its first line in some messages, and in others below it.
        return (str(error).splitlines() or [""])[0].partition(" (Background on this error")[0]
    except Exception:  # an error that cannot say what it is
        return short(error)


def _place(error: BaseException, folder: Path) -> list[str]:
    """Return the last line of the app's own that ran, as it stands in the file."""
    places = [(f.f_code.co_filename, line) for f, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        places.append((error.filename, error.lineno))
    for name, line in reversed(places):
        if is_own(Path(name), folder):
            source = linecache.getline(name, line).strip()
            return [f"  {shown(name, folder)}, line {line}: {source}"]
    return []


def _missing(module: str, folder: Path) -> list[str]:
    name = module.partition(".")[0]
    for path in (folder / name, folder / f"{name}.py"):
        if path.exists():  # so it is a part of it that is not there
            return [f"  {shown(path, folder)} is there, but not all of {module}"]
    return [
        f"  Is {name} installed in this environment? It is {sys.prefix}",
        "  If it is a module of your own: run this in the folder where its imports begin",
    ]


def is_own(path: Path, folder: Path) -> bool:
    """Tell whether a file is the app's own: in its folder, and not installed there."""
    return path.is_relative_to(folder) and not is_in_packages(path)


def shown(path: str | Path, folder: Path) -> str:
    """Return a file's name as a reader knows it: from the folder where the command runs."""
    here = Path.cwd()
    return os.path.relpath(path, here if here.is_relative_to(folder) else folder)
