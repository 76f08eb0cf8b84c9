"""Import an app, in the folder where it runs, and find it in its module."""

import importlib
import inspect
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from workbook.xray.any_app.errors import AppError, is_own, told
from workbook.xray.any_app.name import Place
from workbook.xray.ending import PROCESS

PREFERRED = ("app", "api")
FACTORIES = ("create_app", "make_app", "get_app", "build_app", "create_application")
ENDS = (Exception, SystemExit)  # Ctrl-C is not the app's


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
    for name in set(sys.modules) - before:
        module = sys.modules[name]
        # A folder without __init__.py is a module without a file.
        places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
        if any(is_own(Path(each), folder) for each in places if isinstance(each, str)):
            del sys.modules[name]


def _in(copy: Path, original: Path, path: str) -> str:
    """Return where a folder is in the copy; the same if it is not there."""
    real = Path(path).resolve()
    if path and real.is_relative_to(original):
        there = copy / real.relative_to(original)
        return str(there) if there.exists() else path
    return path


def loaded(place: Place) -> ASGIApp:
    """Return the app.

    Raises:
        AppError: it cannot be imported, or there is none.

    """
    try:
        module = importlib.import_module(place.module)
    except ENDS as error:
        raise AppError(told(error, f"cannot import {place.module}", place.folder)) from None
    if not place.attribute:
        return _only_app(module, place)
    found: Any = module
    for part in place.attribute.split("."):
        if part not in dir(found):
            raise AppError(f"{_no_app(place)}: there is no {part} in it{_instead(module, place)}")
        found = getattr(found, part)
    return found if _is_app(found) else _made(found, place)


def _only_app(module: ModuleType, place: Place) -> ASGIApp:
    for name in PREFERRED:
        if _is_app(vars(module).get(name)):
            return vars(module)[name]
    apps = {id(each): each for each in vars(module).values() if FastAPI in type(each).__mro__}
    for each in list(apps.values()):  # one that is mounted in another answers with it
        for route in each.routes:
            if isinstance(route, Mount):
                apps.pop(id(route.app), None)
    if len(apps) == 1:
        return apps.popitem()[1]
    if apps:
        names = [f"{place.name}:{n}" for n, each in vars(module).items() if id(each) in apps]
        raise AppError(f"{place.name} has several FastAPI apps: name one, as {' or '.join(names)}")
    raise AppError(f"{place.name} has no FastAPI app{_instead(module, place)}")


def _instead(module: ModuleType, place: Place) -> str:
    """Say what else a module has that somebody may have meant."""
    values = vars(module)
    base = place.name.removesuffix("()").removesuffix(f":{place.attribute}")
    apps = [n for n, each in values.items() if FastAPI in type(each).__mro__]
    apps += [n for n in FACTORIES if inspect.isfunction(values.get(n))]
    if apps:
        return f"; name it as {' or '.join(f'{base}:{each}' for each in apps)}"
    if any(APIRouter in type(each).__mro__ for each in values.values()):
        return ", only a router: name the file where an app includes it, such as main.py"
    return ": name the file that has it, or name it as module:app"


def _no_app(place: Place) -> str:
    return f"{place.name} is not a FastAPI app"


def _made(factory: Any, place: Place) -> ASGIApp:
    """Return what a function without arguments makes, as `uvicorn --factory` does."""
    if not inspect.isroutine(factory):
        raise AppError(f"{_no_app(place)}: name it as module:app")
    needed = [each.name for each in _parameters(factory) if each.default is each.empty]
    if needed:
        raise AppError(
            f"{_no_app(place)}, and to make one it needs {', '.join(needed)}: "
            "name a function without arguments"
        )
    try:
        app = factory()
    except ENDS as error:
        raise AppError(told(error, f"{place.name} makes no app", place.folder)) from None
    if inspect.iscoroutine(app):
        app.close()
        raise AppError(f"{_no_app(place)}: it is async, and an app must be there at once")
    if not _is_app(app):
        raise AppError(f"{_no_app(place)}, and what it returns is none: {type(app).__name__}")
    return app


def _parameters(function: Any) -> list[inspect.Parameter]:
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    found = inspect.signature(function).parameters.values()
    return [each for each in found if each.kind not in several]


def _is_app(value: Any) -> bool:
    """Tell whether it is an app, or something that is wrapped around one."""
    if Starlette in type(value).__mro__:  # as each FastAPI app is
        return True
    if inspect.isclass(value) or not callable(value):
        return False
    call = value if inspect.isfunction(value) else type(value).__call__
    return inspect.iscoroutinefunction(call) and len(_parameters(call)) >= 3
