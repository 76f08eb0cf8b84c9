"""Whether a lesson is as it was executed; if not, which of its cells differ, in words."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from workbook.lessons.cells import Notebook, as_text, checksums, normalise, ours, read_notebook
from workbook.lessons.cells import source as text_of
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS
from workbook.typed import as_command

SHOWN = 6  # cells; after a change at the beginning every output below may differ
WIDTH = 60  # of a cell's first line


def edited_lessons(lessons: Path = NOTEBOOKS) -> dict[str, list[str]]:
    """Return the lessons that are not as they were executed, each with what differs."""
    found = {lesson: differences(lessons / file_name(lesson)) for lesson in LESSONS}
    return {lesson: lines for lesson, lines in found.items() if lines}


def differences(path: Path) -> list[str]:
    """Compare a lesson with the checksums that `workbook execute` has written into it.

    A file whose cells are as they were, but not its execution counts or metadata, differs too:
    git would show it, and a `git pull` might be in conflict with it.

    Args:
        path: the notebook.

    Returns:
        A line for each difference; none if it is as it was executed.

    """
    try:
        notebook = read_notebook(path)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ["the file is missing"]
    except (ValueError, OSError) as error:
        return [f"it cannot be read as a notebook: {getattr(error, 'strerror', None) or error}"]
    then = ours(notebook).get("cells")
    if not isinstance(then, list):
        return ["its cells have no checksums: it was not saved by `workbook execute`"]
    lines = list(_changes(list(map(str, then)), notebook))
    counts = [cell["execution_count"] for cell in notebook["cells"] if "execution_count" in cell]
    if not lines and (
        counts != list(range(1, len(counts) + 1)) or text != as_text(normalise(notebook))
    ):
        return ["its cells are as they were; only counts or metadata differ, as after a saved run"]
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"and {more} more"] if more > 1 else lines


def advice(lesson: str, lines: list[str]) -> str:
    """Return what to say about a lesson that differs, and what to do about it.

    Args:
        lesson: its full name.
        lines: what `differences` returned.

    """
    path = f"{NOTEBOOKS.name}/{file_name(lesson)}"
    listed = "".join(f"\n  {line}" for line in lines)
    return (
        f"{path} is not as it was executed and committed:{listed}\n"
        f"To undo this: git restore {path}\n"
        f"If you meant it: {as_command('execute', path)}"
    )


def _changes(then: list[str], notebook: Notebook) -> Iterator[str]:
    now = checksums(notebook)
    matcher = SequenceMatcher(None, _texts(then), _texts(now), autojunk=False)
    for tag, old, old_end, new, new_end in matcher.get_opcodes():
        both = min(old_end - old, new_end - new)
        for number in range(both):
            before, after = then[old + number], now[new + number]
            what = "text was changed" if tag == "replace" else _change_of_output(before, after)
            if before != after:
                yield f"{_name(notebook, new + number)}: its {what}"
        for number in range(new + both, new_end):
            yield f"{_name(notebook, number)}: it was added"
        for number in range(old + both, old_end):
            yield f"what was cell {number + 1}: it was removed"


def _texts(sums: list[str]) -> list[str]:
    return [each.partition(" ")[0] for each in sums]


def _change_of_output(before: str, after: str) -> str:
    if " " not in before:
        return "output was added"
    return "output was changed" if " " in after else "output was removed"


def _name(notebook: Notebook, number: int) -> str:
    first = next(iter(text_of(notebook["cells"][number]).strip().splitlines()), "")
    shown = first if len(first) <= WIDTH else first[: WIDTH - 1] + "…"
    return f"cell {number + 1}, “{shown}”" if shown else f"cell {number + 1}, which is empty"
