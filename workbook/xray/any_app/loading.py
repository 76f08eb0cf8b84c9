"""Import an app, in the folder where it runs."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from workbook.command_line.ending import PROCESS
from workbook.xray.any_app.errors import ENDS, AppError, is_own, told
from workbook.xray.any_app.in_module import instead, is_app, made, no_app, only_app
from workbook.xray.any_app.name import Place


@contextmanager
def running_in(place: Place, original: Path) -> Iterator[None]:
    """Let Python work where an app is; after the block, forget what was imported there.

    Args:
        place: of the app, or of its copy.
        original: the folder that was copied; what Python would import from it comes from the copy.

    """
    here, paths, before = os.getcwd(), list(sys.path), set(sys.modules)
    moved = [_in(place.folder, original, each) for each in paths]
    os.chdir(place.here)
    sys.path[:] = [*map(str, place.paths), *moved]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        if not PROCESS.ends_at_once:
            _put_back(here, paths, before, place.folder)


def _put_back(here: str, paths: list[str], before: set[str], folder: Path) -> None:
    os.chdir(here)
    sys.path[:] = paths
    # First all are found, then all are taken out: a folder without __init__.py is a module without
    # a file, and where it is, is asked of the module that it is in.
    for name in [each for each in set(sys.modules) - before if _is_in(folder, each)]:
        del sys.modules[name]


def _is_in(folder: Path, name: str) -> bool:
    module = sys.modules[name]
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
    return any(is_own(Path(each), folder) for each in places if isinstance(each, str))


def _in(copy: Path, original: Path, path: str) -> str:
    """Return where a folder is in the copy; the same if it is not there."""
    real = Path(path).resolve()
    if path and real.is_relative_to(original):
        there = copy / real.relative_to(original)
        return str(there) if there.exists() else path
    return path


def loaded(place: Place, original: Path) -> ASGIApp:
    """Return the app.

    Args:
        place: of the app, or of its copy.
        original: the folder that was copied.

    Raises:
        AppError: it cannot be imported, or there is none.

    """
    try:
        module = importlib.import_module(place.module)
    except ENDS as error:
        raise AppError(told(error, f"cannot import {place.module}", place.folder)) from None
    file = Path(getattr(module, "__file__", None) or place.folder)
    if place.file and not (is_own(file, place.folder) or is_own(file, original)):
        raise AppError(
            f"cannot import {place.name}: Python, or a library, has a module of the same name, "
            f"{place.module}: rename the file"
        )
    if not place.attribute:
        return only_app(module, place)
    found: Any = module
    for part in place.attribute.split("."):
        if part not in dir(found):
            raise AppError(f"{no_app(place)}: there is no {part} in it{instead(module, place)}")
        found = getattr(found, part)
    return found if is_app(found) else made(found, place)
