"""The cells of the lessons that code in a browser reads, with the outputs recorded elsewhere."""

import json
from pathlib import Path

from workbook.lessons.cells import source
from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS
from workbook.site.compare_outputs import listed


def write_recordings(folder: Path) -> None:
    """Write those cells of the lessons that are read: others know lessons by the checks in them.

    Besides, those that give something else in a browser, with their outputs.

    Args:
        folder: where the lessons would be; it is made.

    """
    folder.mkdir()
    for lesson in LESSONS:
        known = listed(lesson)
        notebook = json.loads((NOTEBOOKS / file_name(lesson)).read_text(encoding="utf-8"))
        cells = [
            each if each["id"] in known else each | {"outputs": []}
            for each in notebook["cells"]
            if each["id"] in known or "check(" in source(each)
        ]
        (folder / file_name(lesson)).write_text(json.dumps({"cells": cells}), encoding="utf-8")
