"""All diagnoses, causes first: an earlier one explains those that come after it."""

from collections.abc import Callable
from dataclasses import dataclass

from workbook.checker.evidence.case import Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.rules import advice, answering, rows, sessions, storing, totals, values

FAULTS: list[Callable[[Case], Finding]] = [
    answering.no_such_route,
    sessions.another_engine,
    sessions.one_session_for_all_requests,
    values.body_not_validated,
    values.id_from_client,
    values.id_not_from_database,
    storing.rolled_back,
    sessions.refreshed_before_commit,
    storing.added_a_new_object,
    storing.flushed_not_committed,
    storing.added_not_committed,
    storing.never_added,
    storing.changed_not_committed,
    storing.nothing_changed,
    storing.deleted_not_committed,
    storing.nothing_deleted,
    values.field_lost,
    values.changed_too_much,
    values.nulls_left_out,
    sessions.refreshed_what_is_gone,
    sessions.no_table_object,
    sessions.read_after_close,
    totals.not_grouped,
    answering.expired_answer,
    answering.nothing_returned,
    answering.wrong_answer,
    answering.raised,
    rows.position_for_id,
    answering.not_found_is_no_404,
    answering.raised_elsewhere,
    rows.answer_from_memory,
    rows.filtered_without_category,
    rows.category_ignored,
    rows.no_order_by,
    totals.categories_unordered,
    totals.empty_categories,
    totals.rounded_too_early,
    totals.not_rounded,
    sessions.error_swallowed,
    sessions.more_than_one_commit,
    sessions.session_not_closed,
]
ADVICE: list[Callable[[Case], Finding]] = [
    advice.filtered_in_python,
    advice.looked_for_in_python,
    advice.added_up_in_python,
    advice.many_queries,
    advice.commit_without_change,
    advice.blocks_the_event_loop,
]


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong, or what could be better.

    Attributes:
        name: such as "added_not_committed".
        sentence: in plain words; code is in backticks.
        probe: the request that shows it.
        is_fault: False if the answers are right, and this is just worth knowing.

    """

    name: str
    sentence: str
    probe: Probe
    is_fault: bool


def diagnose(case: Case) -> list[Diagnosis]:
    """Return all diagnoses of a case, causes first."""
    diagnoses = []
    for rules, is_fault in ((FAULTS, True), (ADVICE, False)):
        for rule in rules:
            if finding := rule(case):
                diagnoses.append(Diagnosis(rule.__name__, *finding, is_fault))
    return diagnoses
