"""A folder as it was: what an example has changed in it is put back, in the same files.

In place, because an app may have opened a file before it forked.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from workbook.xray.any_app.errors import AppError

Sign = tuple[int, int, int]  # of a file: when it was changed, its size, which one it is


class Pristine:
    """What was in a folder.

    Args:
        folder: what is in it now is what it should be.
        copy: the part of it that is a copy of the original.
        original: a file that is the same there is not kept once more.
        kept: does not exist yet; gets what is in the folder alone.

    Raises:
        AppError: when it is put back: the original has been changed meanwhile.

    """

    def __init__(self, folder: Path, copy: Path, original: Path, kept: Path) -> None:
        self._folder = str(folder)
        self._files, self._folders = _content(self._folder)
        self._kept: dict[str, str] = {}
        kept.mkdir()
        for path, sign in self._files.items():
            place = os.path.relpath(path, copy)
            there = os.path.join(original, place)
            if place.startswith("..") or os.path.islink(path) or not _is_same(there, sign):
                there = str(kept / str(len(self._kept)))
                shutil.copy2(path, there, follow_symlinks=False)
            self._kept[path] = there

    def restore(self) -> None:
        """Put back what has been changed since; what has come is removed."""
        files, folders = _content(self._folder)
        for each in sorted(folders - self._folders, reverse=True):
            shutil.rmtree(each, ignore_errors=True)
        for each in sorted(self._folders - folders):
            os.makedirs(each, exist_ok=True)
        for path in files.keys() - self._files.keys():
            if os.path.lexists(path):
                os.unlink(path)
        for path, sign in self._files.items():
            if files.get(path) != sign:
                self._put_back(path, sign)
                self._files[path] = _sign(os.lstat(path))

    def _put_back(self, path: str, sign: Sign) -> None:
        kept = self._kept[path]
        if os.path.islink(path):
            os.unlink(path)
        if os.path.islink(kept):
            os.symlink(os.readlink(kept), path)
            return
        if not _is_same(kept, sign):
            raise AppError(f"{kept} was changed while the apps were compared: compare them again")
        with (
            open(kept, "rb") as source,
            open(path, "r+b" if os.path.exists(path) else "wb") as file,
        ):
            shutil.copyfileobj(source, file)
            file.truncate()
        shutil.copystat(kept, path)


def _is_same(path: str, sign: Sign) -> bool:
    """Tell whether a file was changed when another one was, and is as large."""
    try:
        return _sign(os.lstat(path))[:2] == sign[:2]
    except OSError:
        return False


def _sign(status: os.stat_result) -> Sign:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _content(folder: str) -> tuple[dict[str, Sign], set[str]]:
    """Return the files in a folder, and the folders in it."""
    files: dict[str, Sign] = {}
    folders: set[str] = set()
    to_do = [folder]
    while to_do:
        for each in _entries(to_do.pop()):
            if each.is_dir(follow_symlinks=False):
                folders.add(each.path)
                to_do.append(each.path)
            elif each.is_symlink() or each.is_file(follow_symlinks=False):
                files[each.path] = _sign(each.stat(follow_symlinks=False))
    return files, folders


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        yield from found
