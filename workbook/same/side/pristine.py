"""A folder as it was: what an example has changed in it is put back, in the same files.

In place, because an app may have opened a file before it forked.
"""

import os
import shutil
import stat
from pathlib import Path

from workbook.processes.held_folder import delete
from workbook.xray.any_app.errors import AppError

# Of a file: when it was written, its size, its mode, which one it is, and when it was last touched
# in any way, which nobody can set back.
Sign = tuple[int, int, int, int, int]


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
            if not (stat.S_ISREG(sign[2]) or stat.S_ISLNK(sign[2])):
                continue  # a socket or a pipe has no content
            if place.startswith("..") or stat.S_ISLNK(sign[2]) or not _is_same(there, sign):
                there = str(kept / str(len(self._kept)))
                shutil.copy2(path, there, follow_symlinks=False)
            self._kept[path] = there

    def restore(self) -> None:
        """Put back what has been changed since; what has come is removed."""
        files, folders = _content(self._folder)
        for each in sorted(folders.keys() - self._folders.keys()):
            if os.path.lexists(each):
                delete(each)
        for path in files.keys() - self._files.keys():
            if os.path.lexists(path):
                os.unlink(path)
        for each, mode in sorted(self._folders.items()):
            if folders.get(each) != mode:
                os.makedirs(each, exist_ok=True)
                os.chmod(each, stat.S_IMODE(mode))
        for path, sign in self._files.items():
            if files.get(path) != sign and path in self._kept:
                self._put_back(path, sign)
                self._files[path] = _sign(os.lstat(path))

    def _put_back(self, path: str, sign: Sign) -> None:
        kept = self._kept[path]
        is_file = os.path.isfile(path) and not os.path.islink(path)
        if os.path.lexists(path) and not is_file:
            os.unlink(path)
        if stat.S_ISLNK(sign[2]):
            os.symlink(os.readlink(kept), path)
            return
        if not _is_same(kept, sign):
            raise AppError(f"{kept} was changed while the apps were compared: compare them again")
        if is_file:
            os.chmod(path, stat.S_IMODE(sign[2]) | stat.S_IWUSR)
        with open(kept, "rb") as source, open(path, "r+b" if is_file else "wb") as file:
            shutil.copyfileobj(source, file)
            file.truncate()
        shutil.copystat(kept, path)


def _is_same(path: str, sign: Sign) -> bool:
    """Tell whether a file was written when another one was, and is as large."""
    try:
        return _sign(os.lstat(path))[:2] == sign[:2]
    except OSError:
        return False


def _sign(status: os.stat_result) -> Sign:
    written, touched = status.st_mtime_ns, status.st_ctime_ns
    return written, status.st_size, status.st_mode, status.st_ino, touched


def _content(folder: str) -> tuple[dict[str, Sign], dict[str, int]]:
    """Return what is in a folder that is no folder; and the folders, with it, and their modes."""
    files: dict[str, Sign] = {}
    folders: dict[str, int] = {}
    to_do = [folder]
    while to_do:
        each = to_do.pop()
        try:
            folders[each] = mode = os.lstat(each).st_mode
            if mode & stat.S_IRWXU != stat.S_IRWXU:
                os.chmod(each, stat.S_IMODE(mode) | stat.S_IRWXU)
            with os.scandir(each) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        to_do.append(entry.path)
                    else:
                        files[entry.path] = _sign(entry.stat(follow_symlinks=False))
        except FileNotFoundError:  # it is gone
            folders.pop(each, None)
        except OSError:  # it is too deep
            continue
    return files, folders
