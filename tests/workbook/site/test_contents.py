"""What a lesson leads to is among the page's files, and what it cannot run was recorded."""

import json
import re
from pathlib import Path

import pytest

from workbook.lessons.names import LESSONS, file_name
from workbook.paths import NOTEBOOKS, ROOT
from workbook.site.compare_outputs import listed
from workbook.site.contents import write_contents
from workbook.site.recordings import write_recordings


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contents")
    write_contents(folder)
    return folder


def test_each_link_and_each_path_leads_to_a_file(contents: Path) -> None:
    found = set()
    for path in (contents / NOTEBOOKS.name).glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
            found |= {*links, *re.findall(r"\"(\.\./[^\"*]+)\"", text)}
    missing = [each for each in sorted(found) if not (contents / NOTEBOOKS.name / each).exists()]
    assert missing == []
    assert {"../README.md", "../docs/glossary.html", "../after_session/main.py"} <= found
    assert {"01_the_old_way.ipynb", "../tests/apps"} <= found


def test_the_files_are_those_of_the_project(contents: Path) -> None:
    for path in contents.rglob("*"):
        if path.is_file() and path.parent.name != NOTEBOOKS.name:
            assert path.read_bytes() == (ROOT / path.relative_to(contents)).read_bytes()


def test_what_a_browser_gives_otherwise_is_recorded(tmp_path: Path) -> None:
    write_recordings(tmp_path / "notebooks")
    for lesson in LESSONS:
        text = (tmp_path / "notebooks" / file_name(lesson)).read_text(encoding="utf-8")
        recorded = {cell["id"]: cell["outputs"] for cell in json.loads(text)["cells"]}
        whole = json.loads((NOTEBOOKS / file_name(lesson)).read_text(encoding="utf-8"))["cells"]
        outputs = {cell["id"]: cell["outputs"] for cell in whole if "outputs" in cell}
        assert {each: recorded[each] for each in listed(lesson)} == {
            each: outputs[each] for each in listed(lesson)
        }
        assert sum(map(bool, recorded.values())) == len(listed(lesson))
