"""Mistakes of the gallery, in a copy of the new app: each that a client can see is found.

Two run with all tests: an id that is used again, and a null that is taken for "not sent". HEAVY=1
tries them all, with a minute for each, and prints a table.
"""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.mistakes import ENDPOINT, MISTAKES
from workbook.paths import ROOT
from workbook.same.compare import compare
from workbook.same.options import Options

HEAVY = bool(os.environ.get("HEAVY"))
SECONDS = 60
# To a client, one request after another and with a working disk, these answer as the app does.
UNCHANGED = {
    "create_catches_the_error_and_goes_on",
    "create_commits_after_the_answer",
    "create_commits_twice",
    "create_declares_the_table_again",
    "create_keeps_a_session_as_global",
    "create_makes_an_engine_per_request",
    "create_never_closes_its_session",
    "delete_hides_a_failed_commit",
    "get_keeps_a_session_as_global",
    "get_looks_through_all_rows",
    "get_takes_the_next_session",
    "list_asks_for_each_row",
    "list_filters_in_python",
    "summary_adds_up_in_python",
    "summary_blocks_the_event_loop",
    "summary_queries_once_per_category",
    "summary_without_order_by",
    "update_commits_in_a_loop",
    "update_hides_a_failed_commit",
}
WRONG = """
from importlib import import_module

from after_session.main import app

for mistake, endpoint in {!r}:
    names = [getattr(route, "name", "") for route in app.router.routes]
    router = import_module(f"mistakes.{{mistake}}").router
    app.router.routes[names.index(endpoint)] = router.routes[0]
"""


@pytest.fixture
def apps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for each in ("before_dict_json", "after_session", "mistakes"):
        shutil.copytree(ROOT / each, tmp_path / each)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    shutil.rmtree(tmp_path)


def make_wrong(folder: Path, *names: str) -> None:
    pairs = [(name, ENDPOINT[name.split("_")[0]]) for name in names]
    (folder / "wrong.py").write_text(WRONG.format(pairs), "utf-8")


def test_an_id_used_again_and_a_null_taken_for_not_sent_are_found(apps: Path) -> None:
    make_wrong(apps, "create_takes_the_largest_id_plus_one", "update_leaves_out_nulls")
    options = Options(examples=40, seed=1, most=4, plants=False)
    found = [each.found for each in compare("before_dict_json", "wrong.py", options).shown]
    lengths = {str(each.difference): len(each.example) for each in found}
    assert lengths.get("PATCH /expenses/{expense_id}: null, now a text, at .date") == 2, lengths
    assert lengths.get("POST /expenses: another value at .id") == 3, lengths


@pytest.mark.skipif(not HEAVY, reason="takes a quarter of an hour: HEAVY=1")
@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - UNCHANGED))
def test_a_mistake_is_found_within_a_minute(apps: Path, name: str) -> None:
    make_wrong(apps, name)
    found_after: list[float] = []
    begun = time.monotonic()

    def note(text: str) -> None:
        if text.startswith("found: "):
            found_after.append(time.monotonic() - begun)

    options = Options(seconds=SECONDS, seed=1, most=1, plants=False, progress=note)
    verdict = compare("before_dict_json", "wrong.py", options)
    assert verdict.differences(), verdict.seen
    for each in verdict.shown:
        row = f"{found_after[0]:.1f} | {verdict.seen.requests} | {len(each.found.example)}"
        print(f"| {name} | {row} | {each.found.difference} |")
        assert found_after[0] < SECONDS
