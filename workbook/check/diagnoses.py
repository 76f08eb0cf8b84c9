"""Which diagnoses there are, in the order of causes: what stands first explains what follows."""

from collections.abc import Callable
from dataclasses import dataclass

from workbook.check import advice, faults
from workbook.check.case import Case
from workbook.check.probe import Probe

# Each looks at what was seen, never at the source: a right solution may be written in any way.
FAULTS: list[Callable[[Case], tuple[str, Probe] | None]] = [
    faults.no_such_route,
    faults.another_engine,
    faults.one_session_for_all_requests,
    faults.read_after_close,
    faults.rolled_back,
    faults.flushed_not_committed,
    faults.added_not_committed,
    faults.never_added,
    faults.changed_not_committed,
    faults.nothing_changed,
    faults.added_a_new_object,
    faults.deleted_not_committed,
    faults.nothing_deleted,
    faults.refreshed_what_is_gone,
    faults.changed_too_much,
    faults.nulls_left_out,
    faults.not_found_is_no_404,
    faults.position_for_id,
    faults.expired_answer,
    faults.nothing_returned,
    faults.raised,
    faults.body_not_validated,
    faults.id_from_client,
    faults.id_not_from_database,
    faults.error_swallowed,
    faults.no_order_by,
    faults.category_ignored,
    faults.not_rounded,
    faults.more_than_one_commit,
    faults.session_not_closed,
]
ADVICE: list[Callable[[Case], tuple[str, Probe] | None]] = [
    advice.filtered_in_python,
    advice.added_up_in_python,
    advice.many_queries,
]


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong, or could be better.

    Attributes:
        name: such as "added_not_committed".
        sentence: in plain words; code stands in backticks.
        probe: the request that shows it.
        is_fault: False if the answers are right, and it is only worth knowing.

    """

    name: str
    sentence: str
    probe: Probe
    is_fault: bool


def diagnose(case: Case) -> list[Diagnosis]:
    """Return what was found, causes first."""
    diagnoses = []
    for rules, is_fault in ((FAULTS, True), (ADVICE, False)):
        for each in rules:
            if found := each(case):
                diagnoses.append(Diagnosis(each.__name__, *found, is_fault))
    return diagnoses
