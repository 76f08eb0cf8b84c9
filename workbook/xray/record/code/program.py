"""Which code is the app's own: all that lies below its folder and is not installed."""

import os
import sys
from collections.abc import Iterator
from functools import cache, partial
from importlib.machinery import SOURCE_SUFFIXES
from pathlib import Path
from types import CodeType, FrameType, FunctionType, MethodType
from typing import Any, Protocol

from starlette.applications import Starlette

from workbook.internals.in_fastapi import apps_in, functions_of
from workbook.paths import PYTHON, WORKBOOK, is_in_packages, is_library
from workbook.xray.record.code.endpoints import codes_of_endpoints

LIBRARIES = {"fastapi", "starlette", "sqlmodel", "sqlalchemy", "pydantic", "uvicorn", "workbook"}
# The code of libraries, by its `id`, as far as it has run while something was followed: the next
# time nobody needs to ask again.
_libraries: dict[int, CodeType] = {}


class Program(Protocol):
    """What is traced, as the recorder needs it."""

    libraries: dict[int, CodeType]  # what is known to be no program's own

    @property
    def is_known(self) -> bool:
        """Whether it is known which code is its own."""

    def is_library(self, code: CodeType) -> bool:
        """Tell whether code is no program's own."""

    def is_own(self, frame: FrameType) -> bool:
        """Tell whether a function is of this program."""

    def role(self, frame: FrameType) -> str:
        """Return what a function is to it, if that is known beforehand."""

    def is_endpoint(self, code: CodeType) -> bool:
        """Tell whether code is known to be of one of its endpoints."""

    def file(self, code: CodeType) -> str:
        """Return the file of a function, as seen from the program's folder."""


class Nothing:
    """A program of which nothing is known."""

    is_known = False
    libraries = _libraries

    def is_library(self, code: CodeType) -> bool:
        """Tell whether code is installed, or Python's."""
        return is_installed(code)

    def is_own(self, frame: FrameType) -> bool:
        """Return False: no function is known to be of this program."""
        return False

    def role(self, frame: FrameType) -> str:
        """Return nothing."""
        return ""

    def is_endpoint(self, code: CodeType) -> bool:
        """Return False: no endpoint is known."""
        return False

    def file(self, code: CodeType) -> str:
        """Return nothing."""
        return ""


class App:
    """The code of an app.

    Args:
        app: what is served: a FastAPI app, or something that is wrapped around one.
        scope: of the request; the app that it reaches writes itself into it.

    """

    def __init__(self, app: Any, scope: Any) -> None:
        self._scope = scope
        self._folders: list[Path] = []
        self._is_script = False  # it has no file, as with `python -c`
        self._files: dict[str, bool] = {}
        self._endpoints: dict[int, CodeType] = {}  # by its `id`
        self._is_installed = False
        self._learn(app)
        self.libraries = {} if self._is_installed else _libraries

    @property
    def is_known(self) -> bool:
        """Whether it is known which code is its own."""
        return self._is_script or bool(self._folders)

    def is_own(self, frame: FrameType) -> bool:
        """Tell whether a function is of this app; no generated one, such as a dataclass's, is."""
        name = frame.f_code.co_filename
        if name.startswith("<"):
            made = frame.f_code.co_qualname.startswith("__create_fn__")
            return self._is_script and frame.f_globals is vars(sys.modules["__main__"]) and not made
        if not self.is_known:
            self._learn(self._scope.get("app"))
            if not self.is_known:
                return False
        if "__name__" not in frame.f_globals:  # of no module: what a library makes of a template
            return False
        if name not in self._files:
            self._files[name] = self._is_own_file(name)
        return self._files[name]

    def is_library(self, code: CodeType) -> bool:
        """Tell whether code is installed, as the app itself is not, or is Python's."""
        return not self._is_installed and is_installed(code)

    def role(self, frame: FrameType) -> str:
        """Return nothing: what a function is to an app is seen when it is called."""
        return ""

    def is_endpoint(self, code: CodeType) -> bool:
        """Tell whether code is of an endpoint, or of what is wrapped around one."""
        return id(code) in self._endpoints

    def file(self, code: CodeType) -> str:
        """Return the file of a function, as seen from the app's folder; of a cell, nothing."""
        path = _path(code.co_filename)
        folders = [each for each in self._folders if path.is_relative_to(each)]
        if not folders or "ipykernel_" in path.parent.name:
            return ""
        return path.relative_to(max(folders, key=lambda each: len(each.parts))).as_posix()

    def _is_own_file(self, name: str) -> bool:
        path = _path(name)
        is_python = path.suffix in (
            *SOURCE_SUFFIXES,
            "",
        )  # and no template, which is made into code
        if not is_python or any(map(path.is_relative_to, (WORKBOOK, *PYTHON))):
            return False
        inside = [path.relative_to(each) for each in self._folders if path.is_relative_to(each)]
        return not all(map(is_in_packages, inside))

    def _learn(self, app: Any) -> None:
        apps = list(apps_in(app))
        served = [each for each in apps if issubclass(type(each), Starlette)]
        known = [function for each in served for function in functions_of(each)]
        self._endpoints |= {id(c): c for each in served for c in codes_of_endpoints(each)}
        places = dict.fromkeys(place for each in apps for place in _places(each))
        more = dict.fromkeys(place for each in known for place in _places(each))
        for name, module in {**places, **more}:
            if name.startswith("<"):
                self._is_script = self._is_script or module == "__main__"
            elif not is_library(name):
                self._add(_import_folder(name, module))
        if not self.is_known:  # an app that is installed itself
            packages = [(n, m, m.partition(".")[0]) for n, m in more if not n.startswith("<")]
            self._folders = [_import_folder(n, m) / p for n, m, p in packages if p not in LIBRARIES]
            self._is_installed = bool(self._folders)

    def _add(self, folder: Path) -> None:
        if folder not in self._folders:
            self._folders.append(folder)
            if "ipykernel_" in folder.name:  # of a notebook's cells; what they import is elsewhere
                self._add(Path.cwd().resolve())


@cache
def _path(name: str) -> Path:
    return Path(os.path.realpath(name))


def is_installed(code: CodeType) -> bool:
    """Tell whether code is from an installed package, or from Python itself."""
    return not code.co_filename.startswith("<") and is_library(code.co_filename)


@cache
def _import_folder(name: str, module: str) -> Path:
    """Return the folder from which a module of this name would be imported."""
    path, parts = _path(name), module.split(".")
    if path.name == "__init__.py":
        up = len(parts)
    else:
        up = len(parts) - 1 if path.stem == parts[-1] else 0
    return path.parents[min(up, len(path.parents) - 1)]


def _places(function: Any) -> Iterator[tuple[str, str]]:
    """Yield the files and the modules of a function and of what it wraps, or of a class."""
    while type(function) in (partial, MethodType):
        function = function.func if type(function) is partial else function.__func__
    if type(function) is FunctionType:
        yield function.__code__.co_filename, str(function.__module__)
        yield from _places(vars(function).get("__wrapped__"))
    elif function is not None:
        kind = function if issubclass(type(function), type) else type(function)
        for each in list(vars(kind).values()):
            if type(each) is FunctionType:
                yield each.__code__.co_filename, str(each.__module__)
