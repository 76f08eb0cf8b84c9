"""What tests read in the texts of lessons: calls and what is said of them, answers, folded code."""

import ast
import re
from collections.abc import Iterator, Sequence
from html import unescape

from nbformat import NotebookNode, v4

SPAN = re.compile(r"(`+)(.+?)\1")
DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)


def notebook(*cells: str | NotebookNode) -> NotebookNode:
    """Return a small notebook; a text is a Markdown cell."""
    made = [v4.new_markdown_cell(each) if isinstance(each, str) else each for each in cells]
    return v4.new_notebook(cells=made)


def code_cell(source: str, printed: str = "", *, folded: bool = False) -> NotebookNode:
    outputs = [v4.new_output("stream", text=printed)] if printed else []
    metadata = {"jupyter": {"source_hidden": True, "outputs_hidden": True}} if folded else {}
    return v4.new_code_cell(source, outputs=outputs, metadata=metadata)


def markdown(cells: Sequence[NotebookNode]) -> str:
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def output_texts(cell: NotebookNode) -> Iterator[str]:
    """Yield what a reader sees below a cell: printed, as plain text, and as HTML without tags."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        yield output.get("text", "")
        yield data.get("text/plain", "")
        yield unescape(re.sub("<[^>]*>", "", data.get("text/html", "")))


def sections(cells: Sequence[NotebookNode]) -> Iterator[tuple[str, list[NotebookNode]]]:
    """Yield each heading of the second level with the cells below it; a cell may begin several."""
    title, found = "", []
    for cell in cells:
        if cell.cell_type != "markdown":
            found.append(cell)
            continue
        for part in re.split(r"^(?=## )", cell.source, flags=re.MULTILINE):
            if part.startswith("## "):
                yield title, found
                title, found = part.partition("\n")[0].removeprefix("## "), []
            if part.strip():
                found.append(v4.new_markdown_cell(part))
    yield title, found


def parsed(source: str) -> ast.Module | None:
    """Return the tree of a cell's code without its magics, or None."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError:
        return None


def folded_answers(cells: Sequence[NotebookNode]) -> list[str]:
    """Return the code or text of each folded answer; folded cells in a row are one."""
    answers: list[str] = []
    open_run = False
    for cell in cells:
        folded = cell.cell_type == "code" and "jupyter" in cell.metadata
        if cell.cell_type == "markdown":
            answers += DETAILS.findall(cell.source)
        elif folded and open_run:
            answers[-1] += "\n" + cell.source
        elif folded:
            answers.append(cell.source)
        open_run = folded
    return answers
