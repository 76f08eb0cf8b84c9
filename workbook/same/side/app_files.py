"""The copy of an app's folder, as it was at different times."""

from pathlib import Path

from workbook.same.side.pristine import Pristine


class AppFiles:
    """The copy, and what is in it when an example begins.

    Args:
        root: the folder with the copy in it, and with the app's temporary files.
        folder: the copy.
        original: what it is a copy of.
        keeps: gets what is only in the copy.

    """

    def __init__(self, root: Path, folder: Path, original: Path, keeps: Path) -> None:
        self._root, self._folder, self._original, self._keeps = root, folder, original, keeps
        self._count = 0
        self._untouched = self._before = self._imported = self._kept()

    def change(self, changed: dict[Path, str]) -> None:
        """Let some files have another text; the rest is as it was at first."""
        self._untouched.restore()
        for path, text in changed.items():
            (self._folder / path).write_text(text, encoding="utf-8")
        self._before = self._kept()

    def note_import(self) -> None:
        """Keep what the import has made."""
        self._imported = self._kept()

    def restore(self, *, imported: bool) -> None:
        """Let the files be as they were after the import, or before it."""
        (self._imported if imported else self._before).restore()

    def _kept(self) -> Pristine:
        self._count += 1
        return Pristine(self._root, self._folder, self._original, self._keeps / str(self._count))
