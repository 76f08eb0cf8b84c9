"""The student's files: where they are, what they start from, and how to start again."""

import ast
import io
import os
import tokenize
from contextlib import suppress
from itertools import count
from pathlib import Path

from workbook.checker.tasks.names import FILE, TASKS, known_exercise, resetting
from workbook.checker.tasks.start import tasks_start
from workbook.endpoints import ENDPOINTS, without_bodies
from workbook.files.ordinary_file import read_file, replace_file
from workbook.paths import AFTER, ROOT

EXERCISE = "exercise/main.py"
KEPT = "exercise/kept"  # where `reset` puts its copies
REFERENCE = ROOT / AFTER / "main.py"
VARIABLE = "WORKBOOK_EXERCISE"  # the environment variable that names another file to check

Function = ast.FunctionDef | ast.AsyncFunctionDef


def exercise_path(name: str | None = None) -> Path:
    """Return the path of the file that is checked when no other is named.

    Args:
        name: what is checked; the tasks have a file of their own, beside that of the endpoints.

    """
    path = Path(os.environ.get(VARIABLE) or ROOT / EXERCISE)
    return path.with_name(Path(FILE).name) if name in TASKS else path


def shown_file(name: str | None) -> str:
    """Return the file of an endpoint or a task as a reader knows it."""
    return FILE if name in TASKS else EXERCISE


def shown_name(path: Path) -> str:
    """Return the name of a file as a reader knows it."""
    for each in (None, TASKS[0]):
        if os.path.realpath(path) == os.path.realpath(exercise_path(each)):
            return shown_file(each)
    return path.name


def start(name: str | None = None) -> str:
    """Return the start of the exercise: the reference with `pass` for the body of each endpoint.

    Args:
        name: of a task, whose file starts in the same way.

    """
    if name in TASKS:
        return tasks_start()
    return without_bodies(REFERENCE.read_text(encoding="utf-8")) + "\n"


def use_start(folder: Path) -> None:
    """Let all checks of this process, and of those it starts, check the start of the exercise.

    So the outputs of a lesson are the same, whatever the student has solved.

    Args:
        folder: where the start is written.

    """
    os.environ[VARIABLE] = str(folder / "main.py")
    for name in (None, TASKS[0]):
        exercise_path(name).write_text(start(name), encoding="utf-8", newline="\n")


def is_untouched(source: str, endpoint: str) -> bool:
    """Tell whether the endpoint, or the task, is still as it was at the start."""
    theirs, ours = functions(source, endpoint), functions(start(endpoint), endpoint)
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
        endpoint: the only one to reset, or a task; None: the whole file with the endpoints.

    Returns:
        The copy of what was there; None if there was nothing to keep.

    Raises:
        ValueError: there is no such endpoint, or the file is such that only the whole of it can be
            reset; nothing is changed.
        OSError: the copy or the file cannot be written; nothing is lost.

    """
    path = Path(os.path.realpath(path))  # what is kept lies beside the file, not beside a link
    before = _there(path)
    is_whole = endpoint is None or (endpoint in TASKS and not before)
    after = start(endpoint).encode() if is_whole else _with_start_of(before, str(endpoint))
    if before == after:
        return None
    copy = _keep(path, before) if before else None
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, after)
    return copy


def is_reset(path: Path, name: str | None = None) -> bool:
    """Tell whether the file is as it was at the start.

    Raises:
        OSError: it cannot be read.

    """
    return _there(path).replace(b"\r\n", b"\n") == start(name).encode()


def _there(path: Path) -> bytes:
    try:
        return read_file(path)
    except FileNotFoundError:
        return b""


def _with_start_of(before: bytes, endpoint: str) -> bytes:
    known_exercise(endpoint)
    file, missing = shown_file(endpoint), " if it is gone" if endpoint in TASKS else ""
    whole = f"`{resetting(endpoint)}` starts the whole file again{missing}"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(before).readline)
        source = before.decode(encoding)
        theirs = functions(source, endpoint)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}: {error.msg}" if isinstance(error, SyntaxError) and line else error
        raise ValueError(f"{file} cannot be read ({where}); {whole}") from None
    if not theirs:
        raise ValueError(f"{file} has no function {endpoint}; {whole}")
    ours = _lines(start(endpoint).replace("\n", "\r\n" if "\r\n" in source else "\n"))
    lines = _lines(source)
    lines[_span(theirs[0])] = ours[_span(functions(start(endpoint), endpoint)[0])]
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
