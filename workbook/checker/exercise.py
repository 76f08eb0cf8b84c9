"""The student's file: where it is, what it starts from, and how to start again."""

import ast
import io
import os
import tokenize
from contextlib import suppress
from itertools import count
from pathlib import Path

from workbook.endpoints import ENDPOINTS, known, without_bodies
from workbook.files.ordinary_file import read_file, replace_file
from workbook.paths import AFTER, ROOT
from workbook.typed import as_command

EXERCISE = "exercise/main.py"
KEPT = "exercise/kept"  # where `reset` puts its copies
REFERENCE = ROOT / AFTER / "main.py"
VARIABLE = "WORKBOOK_EXERCISE"  # the environment variable that names another file to check

Function = ast.FunctionDef | ast.AsyncFunctionDef


def exercise_path() -> Path:
    """Return the path of the file that is checked when no other is named."""
    return Path(os.environ.get(VARIABLE) or ROOT / EXERCISE)


def start() -> str:
    """Return the start of the exercise: the reference with `pass` for the body of each endpoint."""
    return without_bodies(REFERENCE.read_text(encoding="utf-8")) + "\n"


def use_start(folder: Path) -> None:
    """Let all checks of this process, and of those it starts, check the start of the exercise.

    So the outputs of a lesson are the same, whatever the student has solved.

    Args:
        folder: where the start is written.

    """
    path = folder / "main.py"
    path.write_text(start(), encoding="utf-8", newline="\n")
    os.environ[VARIABLE] = str(path)


def is_untouched(source: str, endpoint: str) -> bool:
    """Tell whether the endpoint is still as it was at the start."""
    theirs, ours = functions(source, endpoint), functions(start(), endpoint)
    return bool(theirs) and ast.dump(theirs[0]) == ast.dump(ours[0])


def is_only_start(source: str, endpoint: str) -> bool:
    """Tell whether a check of the endpoint would run nothing but what the start holds.

    A check puts the reference in place of the other five, so their bodies do not matter.

    Args:
        source: of a file that can be imported.
        endpoint: its name.

    """
    if not is_untouched(source, endpoint):
        return False
    theirs, ours = ast.parse(source), ast.parse(start())
    for each in theirs.body:
        if isinstance(each, Function) and each.name in ENDPOINTS:
            each.body = [ast.Pass()]
    return ast.dump(theirs) == ast.dump(ours)


def functions(source: str, name: str) -> list[Function]:
    """Return the functions that have this name, with the one that FastAPI uses first."""
    top_level = [each for each in ast.parse(source).body if isinstance(each, Function)]
    named = [each for each in top_level if each.name == name]
    # A function without a decorator is not an endpoint.
    return sorted(named, key=lambda each: not each.decorator_list)


def reset(path: Path, endpoint: str | None = None) -> Path | None:
    """Put the start of the exercise back, and keep what was there.

    Args:
        path: the student's file.
        endpoint: the only one to reset; None: the whole file.

    Returns:
        The copy of what was there; None if there was nothing to keep.

    Raises:
        ValueError: there is no such endpoint, or the file is such that only the whole of it can be
            reset; nothing is changed.
        OSError: the copy or the file cannot be written; nothing is lost.

    """
    path = Path(os.path.realpath(path))  # what is kept lies beside the file, not beside a link
    before = _there(path)
    after = start().encode() if endpoint is None else _with_start_of(before, endpoint)
    if before == after:
        return None
    copy = _keep(path, before) if before else None
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, after)
    return copy


def is_reset(path: Path) -> bool:
    """Tell whether the file is as it was at the start.

    Raises:
        OSError: it cannot be read.

    """
    return _there(path).replace(b"\r\n", b"\n") == start().encode()


def _there(path: Path) -> bytes:
    try:
        return read_file(path)
    except FileNotFoundError:
        return b""


def _with_start_of(before: bytes, endpoint: str) -> bytes:
    known(endpoint)
    whole = f"`{as_command('reset')}` starts the whole file again"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(before).readline)
        source = before.decode(encoding)
        theirs = functions(source, endpoint)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}: {error.msg}" if isinstance(error, SyntaxError) and line else error
        raise ValueError(f"{EXERCISE} cannot be read ({where}); {whole}") from None
    if not theirs:
        raise ValueError(f"{EXERCISE} has no function {endpoint}; {whole}")
    ours = _lines(start().replace("\n", "\r\n" if "\r\n" in source else "\n"))
    lines = _lines(source)
    lines[_span(theirs[0])] = ours[_span(functions(start(), endpoint)[0])]
    return "".join(lines).encode(encoding)


def _keep(path: Path, text: bytes) -> Path:
    """Write a copy, under a name that is not taken."""
    folder = path.parent / Path(KEPT).name
    folder.mkdir(exist_ok=True)
    for number in count(1):
        copy = folder / f"{path.stem}-{number}{path.suffix}"
        with suppress(FileExistsError), copy.open("xb") as file:
            file.write(text)
            break
    return copy


def _lines(source: str) -> list[str]:
    """Return the lines as Python counts them, each with its end."""
    return io.StringIO(source, newline="").readlines()


def _span(function: Function) -> slice:
    first = min(each.lineno for each in (function, *function.decorator_list))
    return slice(first - 1, function.end_lineno)
