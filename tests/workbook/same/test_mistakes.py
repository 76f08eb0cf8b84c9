"""Mistakes of the gallery, in a copy of the new app: each that a client can see is found.

With HEAVY=1 only, as it takes ten minutes; with -s, it prints a table.
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
CHANGED = sorted(MISTAKES.keys() - UNCHANGED)
WRONG = """
from after_session.main import app
from mistakes.{} import router

names = [getattr(route, "name", "") for route in app.router.routes]
app.router.routes[names.index("{}")] = router.routes[0]
"""


@pytest.fixture
def apps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for each in ("before_dict_json", "after_session", "mistakes"):
        shutil.copytree(ROOT / each, tmp_path / each)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.mark.skipif(not HEAVY, reason="takes minutes: HEAVY=1 runs it")
@pytest.mark.parametrize("name", CHANGED if HEAVY else CHANGED[:1])
def test_a_mistake_is_found_within_a_minute(apps: Path, name: str) -> None:
    pair = name, ENDPOINT[name.split("_")[0]]
    (apps / "wrong.py").write_text(WRONG.format(*pair), "utf-8")
    begun = time.monotonic()
    verdict = compare("before_dict_json", "wrong.py", Options(seed=1, most=1, plants=False))
    took = time.monotonic() - begun  # with the X-rays
    assert verdict.differences(), verdict.seen
    assert took < 60
    for each in verdict.shown:
        row = f"{took:.1f} | {verdict.seen.requests} | {len(each.found.example)}"
        print(f"| {name} | {row} | {each.found.difference} |")
        assert len(each.found.example) < 10 or "limit" in name  # a page has a hundred rows
