"""The cheat sheet and the glossary: two pages generated from the calls and the lessons."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from workbook.display.templates import PAGE_CSS, environment
from workbook.files.atomic_file import write_whole
from workbook.lessons.sheets.calls import TASKS
from workbook.lessons.sheets.measure import measured
from workbook.lessons.sheets.texts import Lesson, lessons
from workbook.lessons.sheets.words import all_words
from workbook.paths import ROOT

HERE = Path(__file__).parent
DOCS = ROOT / "docs"
COMMAND = "workbook sheets"


def cheat_sheet() -> str:
    """Return the page of the calls, each run and measured now.

    Raises:
        ValueError: a lesson is not a notebook.

    """
    rows = [(task, [(call, measured(call)) for call in task.calls]) for task in TASKS]
    return _render("cheat_sheet", tasks=rows, lessons={each.number: each for each in lessons()})


def glossary() -> str:
    """Return the page of the words that the lessons explain.

    Raises:
        ValueError: a lesson is not a notebook, or its words do not have their form.

    """
    return _render("glossary", words=all_words(lessons()))


def write_sheets() -> list[Path]:
    """Write both pages into `docs`.

    Returns:
        The two files.

    Raises:
        ValueError: one cannot be made, or not be written; it says why.

    """
    pages = {DOCS / "cheat_sheet.html": cheat_sheet(), DOCS / "glossary.html": glossary()}
    for path, text in pages.items():
        write_whole(path, text.encode(), COMMAND, _is_ours)
    return list(pages)


def _render(name: str, **values: Any) -> str:
    sheets = (PAGE_CSS, HERE / "sheets.css")
    css = Markup("".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
    template = environment(HERE).get_template(f"{name}.html.jinja")
    return template.render(css=css, link=_link, command=COMMAND, **values)


def _link(lesson: Lesson) -> str:
    return f"../notebooks/{lesson.path.name}"


def _is_ours(beginning: bytes) -> bool:
    return f'content="{COMMAND}"'.encode() in beginning
