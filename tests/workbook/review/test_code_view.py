"""`code`: the source itself, in HTML that needs no stylesheet and no trust."""

import inspect
import os
import re
import subprocess
import sys
from types import ModuleType

import pytest

import after_session.main
import after_session.models
import before_dict_json.main
from tests.shared.html import NASTY, parsed, text_of
from workbook import code
from workbook.display.code_view import Code
from workbook.display.highlight import COLOURS, highlight_lines

ENDPOINTS = "create_expense|list_expenses|get_expense|update_expense|delete_expense|get_summary"
THINGS = [
    before_dict_json.main,
    after_session.main,
    after_session.models.Expense,
    after_session.main.create_expense,
]


@pytest.mark.parametrize("thing", THINGS)
def test_the_text_is_the_source(thing: object) -> None:
    assert repr(code(thing)) == inspect.getsource(thing).rstrip()


@pytest.mark.parametrize("thing", THINGS)
def test_the_html_holds_the_source(thing: object) -> None:
    shown = code(thing)
    root = parsed(shown._repr_html_())
    assert root.tag == "pre"
    assert text_of(root) == shown.source
    assert root.findall("span")


def test_everything_is_escaped() -> None:
    html = Code(NASTY)._repr_html_()
    assert text_of(parsed(html)) == NASTY
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("source", ["", "\n\nx = 1", "x = (  # not complete", "é = '│ 🙂'"])
def test_any_source_can_be_shown(source: str) -> None:
    assert text_of(parsed(Code(source)._repr_html_())) == source


def test_each_run_has_its_kind() -> None:
    lines = highlight_lines("def f():\n    return 'a'")
    assert ["".join(run.text for run in line) for line in lines] == ["def f():", "    return 'a'"]
    kinds = [{run.text: run.kind for run in line} for line in lines]
    assert (kinds[0]["def"], kinds[1]["return"]) == ("keyword", "keyword")
    assert kinds[0]["f"] == "definition"
    assert kinds[1]["'a'"] == "string"
    assert kinds[0]["():"] == ""
    html = Code("return 'a'")._repr_html_()
    assert f'<span style="{COLOURS["keyword"]}">return</span>' in html


@pytest.mark.parametrize("app", [before_dict_json.main, after_session.main])
def test_placeholders(app: ModuleType) -> None:
    body = rf"(?m)^(def (?:{ENDPOINTS})\(.*:\n)(?:    .*\n)+"
    expected, count = re.subn(body, r"\1    pass\n", inspect.getsource(app))
    assert count == 6
    shown = code(app, placeholders=True)
    assert shown.source == expected.rstrip()
    compile(shown.source, "exercise", "exec")
    assert text_of(parsed(shown._repr_html_())) == shown.source


def test_placeholder_of_one_endpoint() -> None:
    lines = code(after_session.main.get_summary, placeholders=True).source.splitlines()
    assert lines[0] == '@app.get("/summary")'
    assert lines[1].startswith("def get_summary(")
    assert lines[2:] == ["    pass"]


def test_source_without_a_file() -> None:
    namespace: dict = {}
    exec("def f(): pass", namespace)
    with pytest.raises(OSError, match="could not get source code"):
        code(namespace["f"])


def test_the_same_in_every_process() -> None:
    script = (
        "import after_session.main\n"
        "from workbook import code, side_by_side\n"
        "names = ['main.py', 'models.py', 'database.py', 'create_expense', 'save_expenses']\n"
        "for view in [code(after_session.main), *map(side_by_side, names)]:\n"
        "    print(view._repr_html_(), view)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "42")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"<table") == 5
