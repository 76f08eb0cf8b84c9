"""The README's map and links, held against the files and the apps."""

import re
from pathlib import Path

import pytest

import after_session.main
import before_dict_json.main
from tests.shared.notebooks import is_there_or_a_lesson
from workbook.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+) (\S+?)` \| (.*) \|$", README, re.MULTILINE)


def test_every_link_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert len(targets) > 24
    assert [target for target in targets if not is_there_or_a_lesson(ROOT / target)] == []


@pytest.mark.parametrize("app", [before_dict_json.main.app, after_session.main.app])
def test_the_map_names_every_endpoint_with_its_function_and_its_test(app) -> None:  # noqa: ANN001
    names = {
        (method.upper(), path): operation["operationId"]
        for path, item in app.openapi()["paths"].items()
        for method, operation in item.items()
    }
    assert {(method, path) for method, path, _ in ROWS} == set(names)
    for method, path, cells in ROWS:
        lesson, old, new, test = cells.split(" | ")
        function = old.partition("`")[2].partition("`")[0]
        assert names[method, path].startswith(function + "_")
        assert f"`{function}`" in new
        assert f"test_{function}.py" in test
        assert Path(lesson.partition("(")[2].rstrip(")")).name in {
            "04_create.ipynb",
            "05_read.ipynb",
            "06_update.ipynb",
            "07_delete.ipynb",
            "08_summary.ipynb",
        }
