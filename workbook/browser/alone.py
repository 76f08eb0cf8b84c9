"""Let code run in this process as in one of its own: what it leaves behind is put right again.

What it does to libraries, such as another function in the place of one of theirs, is not undone.
"""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TextIO
from unittest import mock

from sqlalchemy import MetaData
from sqlmodel import SQLModel
from sqlmodel.main import default_registry

from workbook.internals.in_sqlalchemy import nothing_mapped
from workbook.paths import AFTER, BEFORE, ROOT, is_library

# Packages that such code imports afresh: the apps, what a check makes, what a contract changes.
APPS = {BEFORE, AFTER, "exercise", "mistakes", "tests", "checked", "changed"}
STREAMS = ("stdout", "stderr", "__stdout__", "__stderr__")
HOOKS = ("excepthook", "unraisablehook", "displayhook")
PYTEST = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    # A notebook's outputs are no file, and what is no process's own must not change.
    "PYTEST_ADDOPTS": "--capture=sys -p no:faulthandler -p no:threadexception "
    "-p no:unraisableexception",
}


@contextmanager
def alone(
    folder: Path, paths: Sequence[Path], environment: dict[str, str], output: TextIO
) -> Iterator[None]:
    """Run this block as a process of its own would run.

    Args:
        folder: its working folder.
        paths: what it finds first in `sys.path`.
        environment: variables that it has besides those there are.
        output: gets all that it prints.

    """
    of_python: dict[str, Any] = {each: getattr(sys, each) for each in HOOKS}
    of_python |= dict.fromkeys(STREAMS, output)
    of_python |= {"path": [*map(str, paths), *sys.path], "argv": sys.argv[:1]}
    of_python |= {"meta_path": sys.meta_path[:]}
    trace = sys.gettrace()
    with (
        mock.patch.dict(os.environ, PYTEST | environment),
        mock.patch.multiple(sys, **of_python),
        mock.patch.object(os, "_exit", _exit),
        mock.patch.object(tempfile, "tempdir", environment.get("TMPDIR", tempfile.tempdir)),
        warnings.catch_warnings(),
        chdir(folder),
        _own_tables(),
        _own_modules(),
    ):
        sys.settrace(None)
        try:
            yield
        finally:
            sys.settrace(trace)


def _exit(status: int) -> NoReturn:
    """End as `sys.exit` does: who began the block goes on."""
    raise SystemExit(status)


@contextmanager
def _own_modules() -> Iterator[None]:
    before = {name: module for name, module in sys.modules.items() if _is_of_app(name)}
    others = set(sys.modules) - set(before)
    for name in before:
        del sys.modules[name]
    try:
        yield
    finally:
        for name, module in list(sys.modules.items()):
            if _is_of_app(name) or (name not in others and _is_own(module)):
                del sys.modules[name]
        sys.modules.update(before)


def _is_of_app(name: str) -> bool:
    return name.partition(".")[0] in APPS


def _is_own(module: ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and (Path(file).is_relative_to(ROOT / "tests") or not is_library(file))


@contextmanager
def _own_tables() -> Iterator[None]:
    metadata = MetaData()
    with (
        nothing_mapped(default_registry, metadata),
        mock.patch.object(SQLModel, "metadata", metadata),
    ):
        yield
