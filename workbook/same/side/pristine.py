"""A folder as it was: what an example has changed in it is put back, in the same files.

In place, because an app may have opened a file before it forked.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

Sign = tuple[int, int, int]  # of a file: when it was changed, its size, which one it is


class Pristine:
    """What was in a folder.

    Args:
        folder: what is in it now is what it should be.
        kept: does not exist yet; gets a copy of all of it.

    """

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder, self._kept = folder, kept
        shutil.copytree(folder, kept, symlinks=True)
        self._files = dict(_files(folder))
        self._folders = set(_folders(folder))

    def restore(self) -> None:
        """Put back what has been changed since; what has come is removed."""
        for each in sorted(set(_folders(self._folder)) - self._folders, reverse=True):
            shutil.rmtree(each, ignore_errors=True)
        for each in sorted(self._folders):
            os.makedirs(each, exist_ok=True)
        now = dict(_files(self._folder))
        for path in now.keys() - self._files.keys():
            os.unlink(path)
        for path, sign in self._files.items():
            if now.get(path) != sign:
                self._put_back(path)
                self._files[path] = _sign(os.lstat(path))

    def _put_back(self, path: str) -> None:
        kept = self._kept / os.path.relpath(path, self._folder)
        if kept.is_symlink():
            if os.path.lexists(path):
                os.unlink(path)
            os.symlink(os.readlink(kept), path)
            return
        if os.path.islink(path):
            os.unlink(path)
        with open(path, "r+b" if os.path.exists(path) else "wb") as file:
            file.write(kept.read_bytes())
            file.truncate()


def _sign(status: os.stat_result) -> Sign:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _files(folder: Path | str) -> Iterator[tuple[str, Sign]]:
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                yield from _files(each.path)
            elif each.is_symlink() or each.is_file(follow_symlinks=False):
                yield each.path, _sign(each.stat(follow_symlinks=False))


def _folders(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                yield each.path
                yield from _folders(each.path)
