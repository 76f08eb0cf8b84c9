"""Three hints for each endpoint and each task, each giving away more than the one before."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from workbook.checker.tasks.names import TASKS, known_exercise
from workbook.display.text import PlainText

FILE = Path(__file__).with_name("hints.toml")
TASK_FILE = FILE.parent / "tasks" / "hints.toml"
NUMBERS = range(1, 4)
WIDTH = 79  # JupyterLab and a terminal would break a longer line in the middle of a word


@dataclass(frozen=True)
class Hints:
    """The hints for one endpoint, or one task."""

    question: str
    call: str
    line: str


def read_hints(file: Path = FILE) -> dict[str, Hints]:
    """Return the hints by endpoint, or by task."""
    import tomllib  # a check needs no hint, and need not wait for this

    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {endpoint: Hints(**texts) for endpoint, texts in data.items()}


def hint(endpoint: str, number: int = 1) -> PlainText:
    """Return a hint for an endpoint of the exercise, or for a task.

    Args:
        endpoint: such as "create_expense", or "pay_with_card".
        number: 1 for a question to think about, 2 for the calls to use, 3 for the line that
            matters most.

    Raises:
        ValueError: there is no such endpoint or task, or no such hint.

    """
    file = TASK_FILE if known_exercise(endpoint) in TASKS else FILE
    hints = read_hints(file)[endpoint]
    if number not in NUMBERS:
        raise ValueError(f"there are hints 1, 2 and 3, but no {number!r}")
    texts = (hints.question, hints.call, hints.line)
    heads = ("Think about it", "What to call", "The line that matters most")
    said = f"{heads[number - 1]}: {texts[number - 1]}"
    return PlainText(textwrap.fill(said, WIDTH, break_on_hyphens=False))
