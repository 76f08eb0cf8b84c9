"""What nbval does not look at, or would let pass without a word."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from tests.shared.notebooks import code_cells, every_notebook, is_there_or_a_lesson, read
from workbook.lessons.cells import FOLDED, normalise
from workbook.lessons.names import LESSONS

# The outputs that nbval may ignore, by tag, each with its reason. There are none.
ALLOWED_TAGS: dict[str, str] = {}
# What differs from run to run or from machine to machine: memory addresses, process ids in
# paths, temporary folders, home folders, SQLAlchemy's links with versions, timings of its log.
UNSTABLE = re.compile(
    r"0x[0-9a-f]{6}|ipykernel_\d|/tmp|/home|/root|/Users|sqlalche\.me|cached since"
)


def plain(source: str) -> str:
    """Return a cell as Python: `%%xray` runs the lines below it, and may name a variable."""
    first, _, rest = source.partition("\n")
    if first.startswith("%%xray"):
        name = first.removeprefix("%%xray").strip()
        source = f"{rest}\n{name} = None" if name else rest
    return TransformerManager().transform_cell(source)


def test_the_lessons_are_in_reading_order() -> None:
    assert [lesson[:2] for lesson in LESSONS] == [f"{number:02}" for number in range(16)]


@every_notebook
def test_a_notebook_is_valid_and_normalised(path: Path) -> None:
    # Cell ids that are random or twice the same, timestamps, a kernel's version: all end here.
    notebook = read(path)
    nbformat.validate(notebook)
    assert nbformat.writes(normalise(notebook)) + "\n" == path.read_text(encoding="utf-8")


@every_notebook
def test_every_cell_was_executed_once_from_top_to_bottom(path: Path) -> None:
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@every_notebook
def test_a_cell_that_ends_with_a_value_or_prints_has_an_output(path: Path) -> None:
    # A call as the last line may return None; every other expression shows something.
    for cell in code_cells(read(path)):
        last = ast.parse(plain(cell.source)).body[-1]
        shows = isinstance(last, ast.Expr) and not isinstance(last.value, ast.Call)
        shows = shows or cell.source.startswith("%%xray")
        assert cell.outputs or not (shows or "print(" in cell.source or "sql_sent()" in cell.source)


@every_notebook
def test_names_are_used_and_defined_with_the_cells_that_ruff_skips(path: Path) -> None:
    code = "\n".join(plain(cell.source) for cell in code_cells(read(path)))
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F401,F821"]
    command += ["--config", 'builtins = ["get_ipython"]', "-"]
    found = subprocess.run(command, input=code, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


@every_notebook
def test_tags_are_known_and_only_answers_are_folded(path: Path) -> None:
    for cell in read(path).cells:
        assert set(cell.metadata.get("tags", [])) <= set(ALLOWED_TAGS)
        assert cell.metadata in ({}, FOLDED)


@every_notebook
def test_no_output_is_an_error_or_goes_to_stderr_or_varies(path: Path) -> None:
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            assert not UNSTABLE.search(json.dumps(output))


@every_notebook
def test_a_lesson_has_short_cells_and_the_parts_of_a_lesson(path: Path) -> None:
    notebook = read(path)
    cells = code_cells(notebook)
    assert all(len(cell.source.splitlines()) <= 10 for cell in cells)
    assert 15 <= len([cell for cell in cells if cell.metadata != FOLDED]) <= 25
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for part in ("**Afterwards you can**", "**You need**", "**Time:**", "**Predict:**"):
        assert part in text
    for part in ("## Your turn", "## What you have seen"):
        assert part in text


@every_notebook
def test_every_link_leads_to_a_file(path: Path) -> None:
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    targets = re.findall(r"\]\(([^)#:]+)\)", "\n".join(texts))
    assert targets
    assert [target for target in targets if not is_there_or_a_lesson(path.parent / target)] == []
