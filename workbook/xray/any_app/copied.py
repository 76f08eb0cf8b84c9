"""A copy of an app's folder, so that a request changes nothing of what its owner has."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbook.processes.held_folder import delete, held_folder
from workbook.xray.any_app.errors import AppError

BYTES, FILES = 300_000_000, 20_000  # more would take seconds to copy
TRIES = 50
LEFT_OUT = {".git", ".hg", ".svn", ".tox", ".nox", "node_modules", "__pycache__"}
LEFT_OUT |= {".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", ".hypothesis"}
ENVIRONMENT = ("pyvenv.cfg", "conda-meta")  # one of these is in each, whatever it is called


class TooLargeError(ValueError):
    """A folder is too large to copy."""


class Copied:
    """A copy of a folder.

    Attributes:
        folder: the copy; it is called like the folder.
        missing: what could not be read, and so is not in it.

    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.folder = folder
        self.missing: list[str] = []
        self._source = source
        self._bytes = self._files = 0
        self._to_do: list[tuple[Path, Path, frozenset[str]]] = [(source, folder, frozenset())]
        while self._to_do:
            self._copy_folder(*self._to_do.pop())

    def _copy_folder(self, source: Path, target: Path, followed: frozenset[str]) -> None:
        try:
            with os.scandir(source) as found:
                entries = sorted(found, key=lambda each: each.name)
            # Its owner may always write in it; so it can be filled, and removed again.
            target.mkdir(mode=stat.S_IMODE(source.stat().st_mode) | stat.S_IRWXU)
        except PermissionError:
            self._is_missing(source)
            return
        for entry in entries:
            path = Path(entry.path)
            if path == self.folder.parent or _is_left_out(path):
                continue
            try:
                self._copy(path, target / entry.name, followed)
            except FileNotFoundError:
                continue  # it is gone meanwhile
            except PermissionError:
                self._is_missing(path)

    def _copy(self, path: Path, target: Path, followed: frozenset[str]) -> None:
        self._count(path, 0)
        if path.is_symlink():
            real = Path(os.path.realpath(path))  # that of a loop of links is no error
            inside, around = real.is_relative_to(self._source), self._source.is_relative_to(real)
            if inside and not followed:
                os.symlink(os.path.relpath(real, path.parent.resolve()), target)
                return
            if around or str(real) in followed or not real.exists():
                os.symlink(real, target)
                return
            followed |= {str(real)}  # what it leads to is copied: it must not change either
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            self._to_do.append((path, target, followed))
        elif stat.S_ISREG(mode):  # a pipe, a socket or a device has nothing to copy
            self._count(path, path.stat().st_size)
            shutil.copy2(path, target)

    def _count(self, path: Path, size: int) -> None:
        self._bytes += size
        self._files += not size
        if self._bytes > BYTES or self._files > FILES:
            raise TooLargeError(
                f"{self._source} is too large to copy: more than {BYTES // 1_000_000} MB or "
                f"{FILES:,} files, as far as {path.relative_to(self._source).parts[0]}"
            )

    def _is_missing(self, path: Path) -> None:
        self.missing.append(os.path.relpath(path, self._source))


@contextmanager
def copied(folder: Path, *, in_place: bool = True) -> Iterator[Copied]:
    """Copy a folder; the copy is there in this block.

    Version control, caches and Python's environments are left out.

    Args:
        folder: what is copied.
        in_place: the command has an option to work without a copy.

    Raises:
        AppError: it is too large, or there is no room for it.

    """
    with held_folder() as temporary:
        try:
            copy = Copied(folder, temporary.resolve() / (folder.name or "folder"))
        except TooLargeError as error:
            raise AppError(
                f"{error}\n  Run this in the app's own folder"
                + (", or with --in-place: then without a copy" if in_place else "")
            ) from None
        except OSError as error:
            raise AppError(
                f"{folder} cannot be copied: {error.strerror or error}\n"
                + (
                    "  With --in-place this works without a copy, on the app's real data"
                    if in_place
                    else f"  The copy would be in {temporary}; TMPDIR names another folder"
                )
            ) from None
        try:
            yield copy
        finally:
            _remove(copy.folder)


def _remove(folder: Path) -> None:
    """Remove the copy, also while a thread of the app still writes there."""
    for _ in range(TRIES):
        with suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    delete(folder)


def _is_left_out(path: Path) -> bool:
    return path.name in LEFT_OUT or any((path / each).exists() for each in ENVIRONMENT)
