"""What a browser lacks is said where it is missed, with what that gives on one's own computer.

What it gives there was recorded: the outputs of the committed lessons.
"""

import json
from html import escape
from typing import Any

from workbook.display.html import marked_up
from workbook.internals.in_ipython import at_end_of_cell, running_cell
from workbook.paths import NOTEBOOKS

ALIKE = "text/plain"
ELSEWHERE = "; on your own computer this cell gives (recorded on another one):"
_told: set[str] = set()  # in this cell


def tell(lacks: str) -> None:
    """Print at the end of the cell, once, what a browser lacks, and what the cell gives elsewhere.

    Args:
        lacks: what the browser has instead, and what happened; it follows "In a browser".

    """
    if lacks not in _told:
        _told.add(lacks)
        recorded = Recorded(lacks)

        def at_end() -> None:
            _told.remove(lacks)
            print(recorded)

        at_end_of_cell(at_end)


class Recorded:
    """In the place of something that a browser cannot make: what a lesson's cell gave elsewhere.

    Args:
        lacks: what the browser has instead; it follows "In a browser".

    """

    def __init__(self, lacks: str) -> None:
        self._outputs = _outputs(running_cell())
        self._said = f"In a browser {lacks}{ELSEWHERE if self._outputs else '.'}"

    def __repr__(self) -> str:
        return "\n".join([self._said, *(_text(each).rstrip("\n") for each in self._outputs)])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return it as text, and with the recorded picture if there is one."""
        rich = "".join(_html(each.get("data", {})) for each in self._outputs)
        text = {ALIKE: repr(self)}
        return text | {"text/html": f"<p>{marked_up(self._said)}</p>{rich}"} if rich else text


def _outputs(source: str) -> list[dict[str, Any]]:
    """Return the outputs of the lesson's cell that has this source; none if there is no such."""
    if source:
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code" and _joined(cell["source"]).strip() == source:
                    return cell["outputs"]
    return []


def _text(output: dict[str, Any]) -> str:
    return _joined(output["text"] if "text" in output else output["data"].get(ALIKE, ""))


def _html(data: dict[str, Any]) -> str:
    if "image/png" in data:
        picture = "".join(_joined(data["image/png"]).split())
        return f'<img alt="{escape(_joined(data[ALIKE]))}" src="data:image/png;base64,{picture}">'
    return _joined(data.get("text/html", ""))


def _joined(text: Any) -> str:
    """Join the lines into which a file divides a text."""
    return "".join(text) if isinstance(text, list) else str(text)
