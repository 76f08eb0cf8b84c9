"""Lessons of four cells, one of them a folded answer, as `workbook execute` writes them."""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from workbook.lessons.cells import FOLDED, normalise

LESSONS = ("00_first", "04_create", "05_read")


@dataclass(frozen=True)
class Clone:
    lessons: Path
    copies: Path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.copies.iterdir())

    def copy(self, lesson: str) -> nbformat.NotebookNode:
        return nbformat.read(self.copies / f"{lesson}.ipynb", as_version=4)


def write_lesson(path: Path, *sources: str) -> None:
    cells = [nbformat.v4.new_markdown_cell(f"# {path.stem}\n\nText")]
    for number, source in enumerate((*(sources or ("print(1)", "x = 1")), "# An answer"), 1):
        outputs = [nbformat.v4.new_output("stream", text="1\n")] if "print" in source else []
        cell = nbformat.v4.new_code_cell(source, execution_count=number, outputs=outputs)
        cells.append(cell)
    cells[-1].metadata = FOLDED
    notebook = normalise(nbformat.v4.new_notebook(cells=cells))
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
