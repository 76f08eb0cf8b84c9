"""Compare what a lesson's cells gave in a browser with the committed outputs."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

LISTED = Path(__file__).with_name("exceptions.toml")
PICTURE = "image/"  # of measured times: another one after each run
LINES = 12  # of a difference that are shown

Cell = dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """A cell whose outputs in a browser are not the committed ones.

    Attributes:
        lesson: such as "10_the_same_behaviour".
        id: of the cell.
        reason: why they are others.
        shows: a text that they have to show instead.

    """

    lesson: str
    id: str
    reason: str
    shows: str


def listed(lesson: str) -> dict[str, Listed]:
    """Return the cells of a lesson whose outputs are known to differ, by their ids.

    Args:
        lesson: such as "10_the_same_behaviour".

    """
    entries = tomllib.loads(LISTED.read_text(encoding="utf-8")).get("cell", [])
    cells = [Listed(**each) for each in entries]
    return {each.id: each for each in cells if each.lesson == lesson}


def differences(committed: dict[str, Any], executed: dict[str, Any], lesson: str) -> list[str]:
    """Return how a lesson, executed in a browser, differs from the committed one.

    Texts and HTML are compared to the byte, pictures are not. A cell that is listed has to differ,
    and to show its text.

    Args:
        committed: the notebook as it is in `notebooks/`.
        executed: the same, with the outputs that the browser gave.
        lesson: such as "10_the_same_behaviour".

    Returns:
        A text for each cell that differs, with its id; none if all is as it should be.

    """
    ours, theirs = _code_cells(committed), _code_cells(executed)
    if [_source(each) for each in ours] != [_source(each) for each in theirs]:
        return [f"{lesson}: the cells are not those of the committed lesson"]
    known, found = listed(lesson), []
    for before, after in zip(ours, theirs, strict=True):
        name = f"{lesson}, {before['id']}"
        expected, seen = _outputs(before), _outputs(after)
        if after.get("execution_count") is None:
            found.append(f"{name}: it was not run to its end")
        elif (exception := known.get(before["id"])) is None:
            if expected != seen:
                found.append(f"{name}:\n{_difference(expected, seen)}")
        elif expected == seen:
            found.append(f"{name}: it does not differ, so it must not be listed as one that does")
        elif exception.shows not in (text := "".join(each for _, each in seen)):
            found.append(f"{name}: it does not show {exception.shows!r}, but {text[:200]!r}")
    gone = set(known) - {each["id"] for each in ours}
    return found + [f"{lesson}, {each}: it is listed, but is no code cell" for each in sorted(gone)]


def _code_cells(notebook: dict[str, Any]) -> list[Cell]:
    return [each for each in notebook["cells"] if each["cell_type"] == "code"]


def _source(cell: Cell) -> str:
    return _joined(cell["source"])


def _outputs(cell: Cell) -> list[tuple[str, str]]:
    """Return what a reader sees, each text with its kind; a stream's parts become one."""
    seen: list[tuple[str, str]] = []
    for kind, text in _parts(cell):
        if kind.startswith("stream") and seen and seen[-1][0] == kind:
            seen[-1] = (kind, seen[-1][1] + text)
        else:
            seen.append((kind, text))
    return seen


def _parts(cell: Cell) -> Iterator[tuple[str, str]]:
    for output in cell["outputs"]:
        kind = output["output_type"]
        if kind == "stream":
            yield f"stream {output['name']}", _joined(output["text"])
        elif kind == "error":
            yield "error", f"{output['ename']}: {output['evalue']}"
        else:
            data = output["data"].items()
            yield from ((m, _joined(text)) for m, text in sorted(data) if not m.startswith(PICTURE))


def _joined(text: Any) -> str:
    """Join the lines into which a file divides a text."""
    return "".join(text) if isinstance(text, list) else str(text)


def _difference(expected: list[tuple[str, str]], seen: list[tuple[str, str]]) -> str:
    before, after = (_lines(each) for each in (expected, seen))
    lines = list(unified_diff(before, after, "committed", "in the browser", lineterm="", n=1))
    more = [f"… {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([each[:200] for each in lines[:LINES]] + more)


def _lines(outputs: list[tuple[str, str]]) -> list[str]:
    return [f"{kind}: {line}" for kind, text in outputs for line in text.splitlines()]
