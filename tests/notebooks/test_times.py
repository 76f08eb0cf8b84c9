"""The minutes that a lesson promises are the minutes that it takes, as far as can be counted."""

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from tests.shared.lesson_texts import code_cell, notebook
from tests.shared.notebooks import every_notebook, read
from tests.shared.times import minutes_of_reading

TIME = re.compile(r"\*\*Time:\*\* (\d+) minutes of reading and running, (\d+) of doing\.")
MAY_DIFFER = 2  # minutes


def stated(cells: list[NotebookNode]) -> tuple[int, int]:
    """Return the minutes of reading and of doing that stand at the top of a lesson."""
    found = TIME.search(cells[0].source)
    assert found, (
        "the first cell must have: **Time:** N minutes of reading and running, M of doing."
    )
    return int(found[1]), int(found[2])


@every_notebook
def test_the_minutes_stated_are_the_minutes_measured(path: Path) -> None:
    """All of them, as a table: uv run pytest -s tests/notebooks/test_times.py."""
    cells = read(path).cells
    reading, doing = stated(cells)
    measured = minutes_of_reading(cells)
    row = f"{path.stem:24} reading: stated {reading:2}, measured {measured:4.1f}; doing: {doing:2}"
    print(f"\n{row}")
    assert abs(reading - measured) <= MAY_DIFFER, row


def test_what_is_counted() -> None:
    picture = code_cell("x\n\ny")
    picture.outputs = [new_output("display_data", data={"text/html": "<b>1</b>"})]
    hidden = "<details><summary>Answers</summary>\n\n" + "word " * 400 + "\n\n</details>"
    cells = notebook(
        "word " * 200 + hidden, picture, code_cell("z", "1"), code_cell("1", folded=True)
    )
    assert minutes_of_reading(cells.cells) == pytest.approx(1 + (3 * 6 + 50 + 6) / 60)


def test_the_minutes_are_read() -> None:
    time = "**You need** [x](x). **Time:** 12 minutes of reading and running, 5 of doing."
    assert stated(notebook(f"# X\n\n{time}").cells) == (12, 5)
    with pytest.raises(AssertionError, match="the first cell must have"):
        stated(notebook("**Time:** 12 minutes").cells)
