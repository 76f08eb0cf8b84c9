"""What is noticed when a lesson's outputs in a browser are compared with the committed ones."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from workbook.site import compare_outputs
from workbook.site.compare_outputs import differences

LESSON = "04_create"
LISTED = f"""
[[cell]]
lesson = "{LESSON}"
id = "cell-2"
reason = "a browser has one thread"
shows = "one after the other"
"""


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def code(number: int, *outputs: dict[str, Any]) -> dict[str, Any]:
    outputs_ = list(outputs)
    head = {"cell_type": "code", "id": f"cell-{number}", "execution_count": number}
    return {**head, "source": [f"a = {number}\n", "a"], "outputs": outputs_}


PICTURE = {"text/plain": ["a\n", "b"], "text/html": "<b>", "image/png": "1"}
COMMITTED = {
    "cells": [
        {"cell_type": "markdown", "source": "text"},
        code(1, stream("one\ntwo\n"), {"output_type": "execute_result", "data": PICTURE}),
        code(2, stream("at once\n")),
    ]
}


def executed() -> dict[str, Any]:
    return deepcopy(COMMITTED)


def test_the_same_texts_in_other_parts_are_no_difference() -> None:
    notebook = executed()
    cell = notebook["cells"][1]
    cell["outputs"][:1] = [stream("one\n"), stream("two\n")]
    data = {"text/html": ["<b>"], "text/plain": "a\nb", "image/png": "2"}
    cell["outputs"][-1]["data"] = data
    assert differences(COMMITTED, notebook, LESSON) == []


def test_what_is_not_the_same_is_told_with_its_cell() -> None:
    error = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}
    for outputs in ([], [stream("At once\n")], [stream("at once\n"), error]):
        notebook = executed()
        notebook["cells"][2]["outputs"] = outputs
        (found,) = differences(COMMITTED, notebook, LESSON)
        assert found.startswith("04_create, cell-2:\n--- committed\n+++ in the browser\n")
    for form, text in (("text/html", "<i>"), ("text/plain", "a\n"), ("text/latex", "a")):
        notebook = executed()
        notebook["cells"][1]["outputs"][1]["data"][form] = text
        (found,) = differences(COMMITTED, notebook, LESSON)
        assert f"+{form}: {text.strip()}" in found or "-text/plain: b" in found


def test_a_cell_that_was_not_run_is_told_whatever_it_shows() -> None:
    notebook = executed()
    notebook["cells"][1]["execution_count"] = None
    assert differences(COMMITTED, notebook, LESSON) == [
        "04_create, cell-1: it was not run to its end"
    ]


def test_another_lesson_is_not_compared() -> None:
    notebook = executed()
    del notebook["cells"][2]
    (found,) = differences(COMMITTED, notebook, LESSON)
    assert "not those of the committed lesson" in found


def test_a_listed_cell_must_differ_and_show_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "listed.toml"
    file.write_text(LISTED)
    monkeypatch.setattr(compare_outputs, "LISTED", file)
    assert "must not be listed" in differences(COMMITTED, executed(), LESSON)[0]
    notebook = executed()
    notebook["cells"][2]["outputs"] = [stream("(one after the other)\n")]
    assert differences(COMMITTED, notebook, LESSON) == []
    notebook["cells"][2]["outputs"] = [stream("Traceback")]
    assert "does not show 'one after the other', but" in differences(COMMITTED, notebook, LESSON)[0]
    file.write_text(LISTED.replace("cell-2", "cell-9"))
    assert "is no code cell" in differences(COMMITTED, executed(), LESSON)[-1]
