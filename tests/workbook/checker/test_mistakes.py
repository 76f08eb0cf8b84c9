"""Every mistake of the gallery is named by a diagnosis, from what is seen when it runs."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook import ENDPOINTS, serve
from workbook.checker.child.swap import PACKAGE, package
from workbook.checker.evidence.case import try_out
from workbook.checker.rules.diagnoses import ADVICE, FAULTS, diagnose
from workbook.server import closed_meanwhile

FOLDER = Path(__file__).parents[3] / "mistakes"
# By the first word of a mistake's name the endpoint that it is a version of.
ENDPOINT = {name.removeprefix("get_").split("_")[0]: name for name in ENDPOINTS}
ENDPOINT["get"] = ENDPOINT.pop("expense")
MISTAKES = {
    "create_adds_the_request_body": "no_table_object",
    "create_calls_commit_without_parentheses": "refreshed_before_commit",
    "create_catches_the_error_and_goes_on": "error_swallowed",
    "create_closes_the_session_too_early": "read_after_close",
    "create_commits_twice": "commit_without_change",
    "create_counts_ids_itself": "id_not_from_database",
    "create_flushes_instead_of_commit": "flushed_not_committed",
    "create_forgets_a_field": "field_lost",
    "create_keeps_a_session_as_global": "one_session_for_all_requests",
    "create_makes_an_engine_per_request": "another_engine",
    "create_never_closes_its_session": "session_not_closed",
    "create_reads_after_close": "read_after_close",
    "create_refreshes_before_commit": "refreshed_before_commit",
    "create_returns_table_without_refresh": "expired_answer",
    "create_returns_what_came_in": "wrong_answer",
    "create_rolls_back": "rolled_back",
    "create_takes_the_id_from_the_client": "id_from_client",
    "create_takes_the_largest_id_plus_one": "id_not_from_database",
    "create_takes_the_table_as_body": "body_not_validated",
    "create_without_add": "never_added",
    "create_without_commit": "added_not_committed",
    "create_without_return": "nothing_returned",
    "delete_deletes_all_rows": "changed_too_much",
    "delete_hides_a_failed_commit": "error_swallowed",
    "delete_only_deletes_the_variable": "nothing_deleted",
    "delete_passes_the_id": "no_table_object",
    "delete_refreshes_after_commit": "refreshed_what_is_gone",
    "delete_sends_delete_without_looking": "not_found_is_no_404",
    "delete_without_404": "not_found_is_no_404",
    "delete_without_commit": "deleted_not_committed",
    "get_answers_at_another_path": "no_such_route",
    "get_keeps_a_session_as_global": "session_not_closed",
    "get_keeps_what_it_has_read": "answer_from_memory",
    "get_looks_through_all_rows": "looked_for_in_python",
    "get_returns_the_404": "not_found_is_no_404",
    "get_takes_the_position_for_the_id": "position_for_id",
    "get_uses_all": "wrong_answer",
    "get_uses_one": "not_found_is_no_404",
    "get_without_404": "not_found_is_no_404",
    "list_asks_for_each_row": "many_queries",
    "list_filters_even_without_a_category": "filtered_without_category",
    "list_filters_in_python": "filtered_in_python",
    "list_ignores_the_category": "category_ignored",
    "list_orders_by_the_date": "no_order_by",
    "list_takes_the_first": "wrong_answer",
    "list_throws_the_filter_away": "category_ignored",
    "list_without_order_by": "no_order_by",
    "summary_adds_up_in_python": "added_up_in_python",
    "summary_blocks_the_event_loop": "blocks_the_event_loop",
    "summary_queries_once_per_category": "many_queries",
    "summary_rounds_before_it_adds": "rounded_too_early",
    "summary_shows_categories_without_expenses": "empty_categories",
    "summary_without_group_by": "not_grouped",
    "summary_without_order_by": "categories_unordered",
    "summary_without_rounding": "not_rounded",
    "update_adds_a_new_object": "added_a_new_object",
    "update_adds_an_object_with_the_same_id": "added_a_new_object",
    "update_calls_commit_without_parentheses": "changed_not_committed",
    "update_changes_a_copy": "nothing_changed",
    "update_changes_every_row": "changed_too_much",
    "update_commits_in_a_loop": "more_than_one_commit",
    "update_fails_on_null": "raised_elsewhere",
    "update_flushes_instead_of_commit": "flushed_not_committed",
    "update_hides_a_failed_commit": "error_swallowed",
    "update_leaves_out_nulls": "nulls_left_out",
    "update_refreshes_before_commit": "refreshed_before_commit",
    "update_returns_table_without_refresh": "expired_answer",
    "update_treats_the_object_as_a_dict": "raised",
    "update_without_404": "not_found_is_no_404",
    "update_without_commit": "changed_not_committed",
    "update_writes_all_fields": "changed_too_much",
}
# These give the right answers: a check passes, and says what could be better.
ONLY_ADVICE = {each.__name__ for each in ADVICE}


@pytest.fixture
def checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten_order_by_is_seen: None
) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_every_mistake_is_in_the_table() -> None:
    assert {path.stem for path in FOLDER.glob("[a-z]*.py")} == set(MISTAKES)


@pytest.mark.filterwarnings("ignore")  # a mistake may well make SQLAlchemy or Python warn
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str, checked: Path) -> None:
    path, endpoint = FOLDER / f"{name}.py", ENDPOINT[name.split("_")[0]]
    package(checked, path, endpoint)
    with closed_meanwhile(serve(PACKAGE)) as client:
        found = diagnose(try_out(client, endpoint, path))
    assert found[0].name == MISTAKES[name]
    assert found[0].is_fault == (found[0].name not in ONLY_ADVICE)


def test_a_mistake_is_short_and_says_in_a_sentence_what_goes_wrong() -> None:
    for path in FOLDER.glob("[a-z]*.py"):
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 40
        sentence = ast.get_docstring(ast.parse(source))
        assert sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_every_diagnosis_has_a_mistake() -> None:
    assert {each.__name__ for each in (*FAULTS, *ADVICE)} == set(MISTAKES.values())
