"""All diagnoses, causes first: an earlier one explains those that come after it."""

from collections.abc import Callable
from dataclasses import dataclass

from workbook.checker.evidence.case import Case, Finding
from workbook.checker.evidence.probe import Probe
from workbook.checker.rules import (
    advice,
    answering,
    commits,
    errors,
    lookups,
    objects,
    rows,
    sessions,
    storing,
    totals,
    values,
)

FAULTS: list[Callable[[Case], Finding]] = [
    answering.no_such_route,
    answering.wrong_status,
    sessions.another_engine,
    sessions.one_session_for_all_requests,
    sessions.waits_for_itself,
    objects.two_classes_for_one_table,
    storing.another_table,
    values.body_not_validated,
    values.id_from_client,
    values.id_not_from_database,
    errors.caught,
    storing.rolled_back,
    commits.committed_another_session,
    objects.refreshed_before_commit,
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
    values.fields_left_alone,
    values.nulls_left_out,
    objects.refreshed_what_is_gone,
    objects.no_table_object,
    objects.read_after_close,
    totals.not_grouped,
    answering.expired_answer,
    answering.nothing_returned,
    answering.wrong_answer,
    answering.another_expense,
    rows.position_for_id,
    errors.raised,
    rows.decided_by_python,
    lookups.not_found,
    lookups.not_found_is_no_404,
    lookups.another_detail,
    errors.raised_elsewhere,
    lookups.looked_up_too_early,
    rows.answer_from_memory,
    rows.filtered_without_category,
    rows.cut_off,
    rows.no_order_by,
    rows.category_ignored,
    totals.categories_unordered,
    totals.empty_categories,
    totals.rounded_too_early,
    totals.not_rounded,
    totals.rounded_to_cents_at_once,
    commits.committed_after_the_answer,
    commits.error_swallowed,
    commits.more_than_one_commit,
    sessions.used_after_close,
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
    """Return all diagnoses of a case: causes first, and first what the main request shows.

    Where that one ends with an error, nobody wants to hear of another before.
    """
    diagnoses = []
    for rules, is_fault in ((FAULTS, True), (ADVICE, False)):
        for rule in rules:
            if finding := rule(case):
                diagnoses.append(Diagnosis(rule.__name__, *finding, is_fault))
    if case.main.trace.error is not None:
        diagnoses.sort(key=lambda each: (not each.is_fault, each.probe is not case.main))
    return diagnoses
