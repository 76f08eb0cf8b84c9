"""One short run on two small apps, with a login: what is told of it, in all four ways."""

import io
import json
import re
from collections.abc import Iterator

import pytest
from rich.console import Console

from tests.shared.html import parsed_page, text_of
from tests.shared.login_app import ACCEPTED, APP, NEW
from workbook.same.in_notebook import Outcome, same
from workbook.same.search import hunting, old_twice
from workbook.same.told.page import page
from workbook.same.told.text import tell

pytestmark = pytest.mark.slow

SIDES = ("old", "new")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    folder = tmp_path_factory.mktemp("apps")
    (folder / "old.py").write_text(APP, "utf-8")
    (folder / "new.py").write_text(NEW, "utf-8")
    (folder / "differences.toml").write_text(ACCEPTED, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(hunting, "RUNS", 20)
        patch.setattr(old_twice, "LEARNT", 3)
        yield same(
            "old.py",
            "new.py",
            examples=8,
            seed=1,
            first=["POST /token username=ann&password=a%26b"],
            token="access_token",
            old_env={"PASSWORD": "a&b"},
            new_env={"PASSWORD": "a&b"},
        )


def columns(outcome: Outcome, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    tell(outcome, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_difference_comes_first_and_the_verdict_last(outcome: Outcome) -> None:
    text = re.sub(" +", " ", str(outcome))  # however wide the columns are
    order = [
        "✗ GET /notes: without tag, at []",
        "[] stands for any item of a list",
        "Another value each time, in OLD too, so NEW may have others: [].made",
        "answer = app.request('POST', '/token', data={'username': 'ann', 'password': 'a&b'})",
        "━━ The answers to the last request: − is only in OLD, + only in NEW",
        "Lines that change data or raise, in the last request:",
        "X-ray of the last request in OLD:",
        "◀ 200 [{",
        "X-ray of the last request in NEW:",
        "✗ 1 difference between OLD and NEW",
        "The same requests again: --examples 8 --seed 1; in a notebook, examples=8, seed=1",
        " POST /token 200 ×8",
        "Noise: here OLD differs from itself",
        " yes OpenAPI GET /notes: deprecated is only in NEW nobody reads it",
        " not this time GET /notes status 200, now 500",
        "differences.toml",
    ]
    places = [text.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)


def test_in_a_notebook_text_is_text(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    text = str(outcome)
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert str(outcome) == text


def test_the_answers_are_in_columns_where_there_is_room(outcome: Outcome) -> None:
    wide = next(line for line in columns(outcome, 120).splitlines() if '"tag": null' in line)
    assert " -     " in wide
    assert "│" in wide
    narrow = next(line for line in columns(outcome, 80).splitlines() if '"tag": null' in line)
    assert " -     " in narrow
    assert "│" not in narrow


def test_json_has_all_of_it(outcome: Outcome) -> None:
    data = json.loads(json.dumps(outcome.data()))
    assert all(f"`{name}`" in (Outcome.data.__doc__ or "") for name in data)
    assert (data["exit_status"], data["seed"], data["examples"]) == (1, 1, 8)
    (found,) = data["differences"]
    assert (found["operation"], found["kind"]) == ("GET /notes", "without tag, at []")
    tags = [
        [row.get("tag", "none") for row in json.loads(found[s]["answer"]["body"])] for s in SIDES
    ]
    assert tags[0] != tags[1]
    assert set(tags[1]) == {"none"}
    assert all("all_of_them()" in found[side]["xray"] for side in SIDES)
    assert data["statuses"]["POST /token"] == {"200": 8}
    assert data["openapi"] == []
    assert [each["reason"] for each in data["stale"]] == ["it was so once"]


def test_the_page_has_headings_and_tables_with_heads(outcome: Outcome) -> None:
    root = parsed_page(page(outcome).replace("<br>", "<br/>"))
    heads = [text_of(e) for name in ("h1", "h2", "h3", "summary") for e in root.iter(name)]
    assert heads[0] == "old.py and new.py"
    assert {"✗ GET /notes: without tag, at []", "What this rests on", "Both answers"} <= set(heads)
    tables = list(root.iter("table"))
    assert len(tables) > 6
    assert all(each.find(".//th[@scope='col']") is not None for each in tables)
    captions = {text_of(each) for each in root.iter("caption")}
    assert "Lines that change data or raise" in captions
    assert 'style="' in outcome._repr_html_()
    assert not re.search("<(?:style|script|svg)|var[(]", outcome._repr_html_())
