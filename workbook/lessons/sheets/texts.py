"""The lessons as files, and the texts in them; nothing is run."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from workbook.paths import NOTEBOOKS

NAME = re.compile(r"(\d\d)_[a-z0-9_]+\.ipynb")  # not `Untitled.ipynb`, not `04_create-Copy1.ipynb`


@dataclass(frozen=True)
class Lesson:
    """A lesson: its file, and the texts of its Markdown cells."""

    path: Path
    texts: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number in the name of the file."""
        return int(self.path.name[:2])


def lessons(folder: Path = NOTEBOOKS) -> list[Lesson]:
    """Return the lessons in a folder, in reading order; other notebooks are none.

    Raises:
        ValueError: a lesson is not a notebook.

    """
    paths = sorted(path for path in folder.glob("*.ipynb") if NAME.fullmatch(path.name))
    return [_lesson(path) for path in paths]


def _lesson(path: Path) -> Lesson:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ValueError(f"{path.name} is not a notebook: {error!r}") from None
    return Lesson(path, tuple(texts) or ("",))
