"""Each lesson begins with three questions on earlier ones, and a cell there shows each answer."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.shared.lesson_texts import code_cell, notebook, output_texts
from tests.shared.notebooks import PATHS, code_cells, read

INTRODUCTION = (
    "## Before you start\n\nThree questions on the lessons before. Answer them aloud, or on "
    "paper, then open the answers.\n\n"
)
NUMBERED = re.compile(r"(\d)\. (.+)")
SPAN = r"(`+) ?(.+?) ?"
SHOWN = re.compile(rf"Shown in \[(\d\d)\]\((\d\d)_[a-z0-9_]+\.ipynb\): {SPAN}\3 → {SPAN}\5[.]?$")
LINK = re.compile(r"\]\(([^)]+)\)")


def faults(path: Path) -> list[str]:
    """Say what is missing in the cell "Before you start" of a lesson."""
    cells = read(path).cells
    text = cells[1].source if len(cells) > 1 and cells[1].cell_type == "markdown" else ""
    text = text.replace("on the lesson before", "on the lessons before", 1)  # lesson 01 has one
    if not text.startswith(INTRODUCTION):
        return [f"the second cell must be Markdown, and begin with: {INTRODUCTION!r}"]
    questions, opens, answers = text.removeprefix(INTRODUCTION).partition(
        "\n\n<details><summary>Answers</summary>\n\n"
    )
    answers, closes, rest = answers.partition("\n\n</details>")
    if not (opens and closes) or rest.strip():
        return [
            "the answers are in one <details>, with a blank line after its summary and at its end"
        ]
    said = [f"question: {each}" for each in wrong_list(questions, ends="?")]
    lines = [line for line in answers.splitlines() if line.strip()]
    said += [f"answer: {each}" for each in wrong_list("\n".join(lines))]
    return said + [f"answer {line[:1]}: {what}" for line in lines for what in untied(line, path)]


def wrong_list(text: str, ends: str = "") -> list[str]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    numbers = [NUMBERED.fullmatch(line) for line in lines]
    if [each and each[1] for each in numbers] != ["1", "2", "3"]:
        return ["three lines, numbered 1. 2. 3., each with one space after the full stop"]
    return [f"{line!r} does not end with {ends!r}" for line in lines if not line.endswith(ends)]


def untied(line: str, path: Path) -> list[str]:
    """Say why an answer is not shown by a cell of an earlier lesson."""
    shown = SHOWN.search(line)
    if not shown:
        return ["it must end with: Shown in [NN](file.ipynb): `piece of a source` → `of an output`"]
    number, in_file, _, source, _, output = shown.groups()
    earlier = path.parent / LINK.findall(line[shown.start() :])[0]
    if number != in_file or not earlier.name < path.name or not earlier.exists():
        return [f"[{number}]({earlier.name}) is no earlier lesson"]
    cells = [cell for cell in code_cells(read(earlier)) if source in cell.source]
    if not cells:
        return [f"no code cell of {earlier.name} has {source!r}"]
    if not any(output in text for cell in cells for text in output_texts(cell)):
        return [f"in {earlier.name}, no cell with {source!r} has {output!r} in its outputs"]
    return []


@pytest.mark.parametrize(
    "path", [path for path in PATHS if path.name[:2] != "00"], ids=lambda path: path.stem
)
def test_a_lesson_begins_with_three_questions_that_earlier_lessons_answer(path: Path) -> None:
    found = faults(path)
    assert not found, "\n".join(found)


GOOD = (
    INTRODUCTION + "1. What?\n2. Which?\n3. Who?\n\n<details><summary>Answers</summary>\n\n"
    "1. One. Shown in [03](03_x.ipynb): `get(1)` → `404`\n"
    "2. Two. It is `None`. Shown in [03](03_x.ipynb): `` a `b` `` → `deep`.\n"
    "3. Three. Shown in [03](03_x.ipynb): `get(1)` → `40`\n\n</details>"
)
PICTURE = nbformat.v4.new_output(
    "display_data", data={"text/html": "<b>de</b>ep", "text/plain": ""}
)


def lesson(folder: Path, text: str) -> Path:
    earlier: list[NotebookNode] = [code_cell("get(1)", "404\n"), code_cell("# a `b`")]
    earlier[1].outputs = [PICTURE]
    nbformat.write(notebook("# X", *earlier), folder / "03_x.ipynb")
    nbformat.write(notebook("# Y", text), folder / "04_y.ipynb")
    return folder / "04_y.ipynb"


def test_the_form_is_accepted(tmp_path: Path) -> None:
    assert faults(lesson(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Three questions", "Some", "must be Markdown, and begin with"),
        ("2. Which?\n", "", "question: three lines"),
        ("Who?", "Who.", "question: '3. Who.' does not end with '?'"),
        ("</summary>\n\n", "</summary>\n", "a blank line after its summary"),
        ("</details>", "", "in one <details>"),
        ("1. One. S", "1. One, s", "answer 1: it must end with"),
        ("3. Three.", "Three.", "answer: three lines"),
        ("[03](03_x.ipynb): `get(1)` → `404`", "[04](04_y.ipynb): `a` → `b`", "answer 1: [04]"),
        ("[03](03_x.ipynb): `get(1)` → `404`", "[02](02_w.ipynb): `a` → `b`", "no earlier lesson"),
        (
            "`get(1)` → `404`",
            "`get(2)` → `404`",
            "answer 1: no code cell of 03_x.ipynb has 'get(2)'",
        ),
        ("`get(1)` → `404`", "`get(1)` → `422`", "answer 1: in 03_x.ipynb, no cell with 'get(1)'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert said in "\n".join(faults(lesson(tmp_path, GOOD.replace(old, new, 1))))
