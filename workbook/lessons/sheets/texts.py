"""The texts of the lessons; nothing is run."""

from dataclasses import dataclass
from pathlib import Path

from workbook.lessons.cells import read_notebook, source
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS


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
    """Return all lessons, in reading order, as they are in a folder; other notebooks are none.

    Raises:
        ValueError: a lesson is missing, or is not a notebook.

    """
    return [_lesson(folder / file_name(lesson)) for lesson in LESSONS]


def _lesson(path: Path) -> Lesson:
    try:
        cells = read_notebook(path)["cells"]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error  # that of an OSError has no path
        raise ValueError(f"{path.name} cannot be read: {reason}") from None
    return Lesson(path, tuple(source(each) for each in cells if each["cell_type"] == "markdown"))
