"""A student's file as it was when the check began: it may be saved again or deleted meanwhile."""

import importlib.util
import io
import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.abc import ExecutionLoader
from pathlib import Path
from types import CodeType, ModuleType


def decoded(raw: bytes) -> str:
    """Return the text in a file's bytes, as Python would read it.

    Raises:
        SyntaxError: it names an encoding that Python does not know.
        UnicodeDecodeError: it is not in the encoding that it should be in.

    """
    return importlib.util.decode_source(raw)


def legible(raw: bytes) -> str:
    """Return the text in a file's bytes, even where Python could not read it."""
    try:
        return decoded(raw)
    except (SyntaxError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace")


def hold_fast(path: Path, source: str) -> None:
    """Let this process take this text for the file's, whatever the file holds from now on.

    Tracebacks, `inspect` and the X-ray all look for the lines of a file in `linecache`.
    """
    lines = io.StringIO(source).readlines()
    # Without a modification time, Python never compares it with the file.
    linecache.cache[str(path)] = (len(source), None, lines, str(path))


@contextmanager
def held_meanwhile(path: Path) -> Iterator[None]:
    """Let what this block holds fast of a file be forgotten at its end."""
    linecache.cache.pop(str(path), None)
    try:
        yield
    finally:
        linecache.cache.pop(str(path), None)


def taken(path: Path, raw: bytes) -> str:
    """Return the text in a file's bytes; it is held fast, and is known to be Python.

    Raises:
        SyntaxError: it is not Python, or names an encoding that Python does not know.
        ValueError: it is not text in its encoding, or has null bytes.

    """
    source = decoded(raw)
    hold_fast(path, source)
    _compiled(source, str(path))
    return source


def held(path: Path) -> str:
    """Return the text that is held fast; if none is, the file's."""
    return "".join(linecache.getlines(str(path)))


def load_held(name: str, path: Path) -> ModuleType:
    """Import the text of `held` as a module, and return that.

    Args:
        name: the module's name.
        path: the file.

    Raises:
        Exception: whatever the text raises.

    """
    loader = _Loader(path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None  # as there is a loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # Pydantic looks for a class's module here
    loader.exec_module(module)
    return module


class _Loader(ExecutionLoader):
    def __init__(self, path: Path) -> None:
        self._path = path

    def get_filename(self, fullname: str) -> str:
        return str(self._path)

    def get_source(self, fullname: str) -> str:
        return held(self._path)

    def get_code(self, fullname: str) -> CodeType:
        return _compiled(held(self._path), str(self._path))


@cache
def _compiled(source: str, path: str) -> CodeType:
    return compile(source, path, "exec", dont_inherit=True)
