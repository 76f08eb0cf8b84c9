"""What a browser lacks is told in one sentence, with what was recorded where it is not lacking."""

import json

import pytest

from workbook.browser import not_here
from workbook.lessons.cells import source
from workbook.paths import NOTEBOOKS


def test_what_is_told_has_what_was_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = json.loads((NOTEBOOKS / "13_what_it_costs.ipynb").read_text("utf-8"))["cells"]
    (chart,) = [source(each) for each in cells if source(each).endswith("Chart(times)")]
    monkeypatch.setattr(not_here, "running_cell", lambda: chart)
    shown = not_here.Recorded("there is no `x`")._repr_mimebundle_()
    said = "; on your own computer this cell gives (recorded on another one):"
    assert shown["text/plain"].startswith(f"In a browser there is no `x`{said}\nFour line charts")
    assert shown["text/html"].startswith(f"<p>In a browser there is no <code>x</code>{said}</p>")
    assert '<img alt="Four line charts' in shown["text/html"]
    monkeypatch.setattr(not_here, "running_cell", lambda: "a cell of a student")
    shown = not_here.Recorded("there is no `x`")._repr_mimebundle_()
    assert shown == {"text/plain": "In a browser there is no `x`."}
