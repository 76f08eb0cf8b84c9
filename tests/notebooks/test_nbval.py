"""Proof that nbval bites: whatever is altered in an output of any lesson, it notices."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from tests.shared.notebooks import every_notebook
from workbook.lessons.cells import normalise

# nbval does not compare these: a chart of measured times is another one on each computer. Its text
# is compared, and so is what the lesson says of it.
PICTURES = {"image/png"}


class RecordedKernel:
    """In the place of a kernel: whatever it is asked to execute, it sends these outputs."""

    def __init__(self, outputs: list[NotebookNode]) -> None:
        idle = {"msg_type": "status", "content": {"execution_state": "idle"}}
        sent = [{"msg_type": each.output_type, "content": each} for each in outputs]
        self._messages = iter([*sent, idle])

    def is_alive(self) -> bool:
        return True

    def execute_cell_input(self, *_: object, **__: object) -> str:
        return "id"

    def await_reply(self, *_: object, **__: object) -> None:
        pass

    def get_message(self, *_: object, **__: object) -> dict:
        return {**next(self._messages), "parent_header": {"msg_id": "id"}}


def run(cell: IPyNbCell, outputs: list[NotebookNode]) -> None:
    cell.parent.kernel = RecordedKernel(nbformat.from_dict(outputs))
    cell.runtest()


def altered(outputs: list[NotebookNode]) -> Iterator[list[NotebookNode]]:
    """Give the outputs with each text in turn altered, each left out, and one more."""
    for number, output in enumerate(outputs):
        for form in {*output.get("data", ["text"])} - PICTURES:
            changed = nbformat.from_dict(outputs)
            place = changed[number].get("data", changed[number])
            place[form] += "altered"
            yield changed
        yield outputs[:number] + outputs[number + 1 :]
    yield [*outputs, NotebookNode(output_type="stream", name="stdout", text="more")]


@every_notebook
def test_nbval_notices_whatever_is_altered_in_an_output(
    path: Path, request: pytest.FixtureRequest
) -> None:
    """With the options and the cells of this run; only the kernels are not real."""
    noticed = 0
    for cell in IPyNbFile.from_parent(request.session, path=path).collect():
        run(cell, cell.cell.outputs)
        for outputs in altered(cell.cell.outputs):
            with pytest.raises(NbCellError, match="Cell outputs differ"):
                run(cell, outputs)
            noticed += 1
    assert noticed > 40


def test_nbval_notices_it_with_a_real_kernel(tmp_path: Path) -> None:
    shown = 'from IPython.display import HTML, display\ndisplay(HTML("<b>1</b>"))'
    data = {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>1</b>"}
    plain, html, text = data | {"text/plain": "2"}, data | {"text/html": "<b>2</b>"}, "1\n"

    def cell(source: str, kind: str = "display_data", **output: object) -> NotebookNode:
        outputs = [nbformat.v4.new_output(kind, **output)] if output else []
        return nbformat.v4.new_code_cell(source, execution_count=1, outputs=outputs)

    right = [cell("print(1)", "stream", text=text), cell(shown, data=data), cell("x = 1")]
    wrong = [cell("print(2)", "stream", text=text), cell("1 + 1"), cell("x = 1", data=data)]
    wrong += [cell(shown, data=plain), cell(shown, data=html), cell("1 / 0")]
    notebook = normalise(nbformat.v4.new_notebook(cells=right + wrong))
    nbformat.write(notebook, tmp_path / "some_are_wrong.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", str(tmp_path)]
    options = ["-p", "no:cacheprovider", "-rA", f"--rootdir={tmp_path}"]
    options += [
        "--disable-plugin-autoload",
        "-p",
        "tests.without_iri_grammar",
        "-p",
        "nbval.plugin",
    ]
    report = subprocess.run([*command, *options], capture_output=True, text=True).stdout
    said = [line.split()[0] for line in report.splitlines() if "ipynb::Cell" in line]
    assert said[-len(right + wrong) :] == ["PASSED"] * len(right) + ["FAILED"] * len(wrong), report
