"""How long a lesson takes to read and to run, estimated from what is in it.

The numbers are those with which seven lessons, read with a watch, come out within about two
minutes: 9 minutes for the shortest, 28 for the longest that was read without doing anything else.
"""

import re
from collections.abc import Sequence
from typing import Any

WORDS_A_MINUTE = 200  # somebody for whom English is the second language
SECONDS_A_LINE = 6  # of code
SECONDS_A_PICTURE = 50  # an X-ray, code beside code, a diagram
SECONDS_AN_OUTPUT = 6  # text


def minutes_of_reading(cells: Sequence[Any]) -> float:
    """Return the minutes that it takes to read the cells and their outputs.

    Folded cells, which hold answers, belong to the time of doing, and so do folded texts.

    Args:
        cells: the cells of a notebook, as nbformat reads them.

    """
    words = lines = pictures = outputs = 0
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = re.sub(r"<details>.*?</details>", "", cell["source"], flags=re.DOTALL)
            words += len(re.findall(r"\w+(?:['’.]\w+)*", text))
        elif cell["cell_type"] == "code" and "jupyter" not in cell["metadata"]:
            lines += sum(bool(line.strip()) for line in cell["source"].splitlines())
            drawn = ["text/html" in output.get("data", {}) for output in cell["outputs"]]
            pictures += sum(drawn)
            outputs += len(drawn) - sum(drawn)
    seconds = lines * SECONDS_A_LINE + pictures * SECONDS_A_PICTURE + outputs * SECONDS_AN_OUTPUT
    return words / WORDS_A_MINUTE + seconds / 60
