"""Which statements in the functions of an app's own modules have run."""

import ast
import builtins
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch

from workbook.same.side.statements import blocks, runs
from workbook.xray.any_app.errors import is_own

NOTE = "__workbook_note__"  # a built-in function that no app has


class Lines:
    """Notes where each statement begins that runs, in modules that are imported meanwhile.

    Each statement gets a call before it, in the same line. `sys.settrace`, which would need none,
    is called for each function of all libraries: that takes as long as the app itself.

    Args:
        folder: the app's; a module outside of it, or installed in it, is left as it is.

    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[tuple[str, int]] = set()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the statements of modules that are imported in this block."""
        get_code = SourceFileLoader.get_code

        def noting(loader: SourceFileLoader, name: str) -> CodeType | None:
            path = loader.get_filename(name)
            if is_own(Path(path), self._folder):
                with suppress(Exception):  # what is wrong with it, Python itself says best
                    return self._with_notes(loader.get_data(path), path)
            return get_code(loader, name)

        # What it calls is written in C: a trace, such as the X-ray's, does not see it.
        note: Any = self._seen.add
        with (
            patch.object(SourceFileLoader, "get_code", noting),
            patch.object(builtins, NOTE, note, create=True),
        ):
            yield

    def taken(self) -> list[tuple[str, int]]:
        """Return what was noted since the last time, with names as seen from the folder."""
        seen = self._seen.copy()
        self._seen -= seen
        return sorted(seen)

    def _with_notes(self, source: bytes, path: str) -> CodeType:
        module = ast.parse(source, path)
        name = Path(path).relative_to(self._folder).as_posix()
        for block in blocks(module):
            block[:] = [each for step in block for each in (_note(name, step), step) if each]
        return compile(module, path, "exec", dont_inherit=True)


def _note(name: str, statement: ast.stmt) -> ast.stmt | None:
    """Return the call that stands before a statement; None: nothing of this one runs."""
    if not runs(statement):
        return None
    where = ast.Tuple([ast.Constant(name), ast.Constant(statement.lineno)], ast.Load())
    call = ast.Expr(ast.Call(ast.Name(NOTE, ast.Load()), [where], []))
    return ast.fix_missing_locations(ast.copy_location(call, statement))
