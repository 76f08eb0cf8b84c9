"""How far a student has read: which cells of the saved copies have been run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.lessons.cells import Notebook, ours
from workbook.lessons.fresh import copies_of
from workbook.lessons.names import LESSONS
from workbook.paths import MY_LESSONS


@dataclass(frozen=True)
class Reading:
    """How far one lesson has been read."""

    lesson: str
    run: int = 0  # cells that have an execution count
    cells: int = 0  # code cells of the lesson, without the folded answers; 0: there is no copy

    @property
    def is_read(self) -> bool:
        """Whether every cell has been run."""
        return 0 < self.cells == self.run


def readings(folder: Path = MY_LESSONS) -> Iterator[Reading]:
    """Give how far each lesson has been read; of several copies, the one that is read furthest.

    Args:
        folder: where the copies are.

    """
    best = {lesson: Reading(lesson) for lesson in LESSONS}
    for _, notebook in copies_of(folder):
        found = _reading(notebook)
        if _part(found) >= _part(best[found.lesson]):
            best[found.lesson] = found
    yield from best.values()


def _part(reading: Reading) -> float:
    return reading.run / reading.cells if reading.cells else 0


def _reading(notebook: Notebook) -> Reading:
    # The cells are known by their ids: what a student adds, unfolds or moves does not count.
    to_run = ours(notebook).get("cells_to_run", [])
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    cells = [cell for cell in code if cell.get("id") in to_run]
    run = sum(cell.get("execution_count") is not None for cell in cells)
    return Reading(ours(notebook)["lesson"], run, len(cells))
