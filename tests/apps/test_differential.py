"""Made-up requests to both apps: every answer is the same. HEAVY=1 tries many more."""

import os
from collections.abc import Callable

import pytest

from workbook.paths import ROOT
from workbook.same import same

EXAMPLES = 1_000 if os.environ.get("HEAVY") else 30
# What each operation has to answer in some of them, or they would show little.
REACHED = {
    "POST /expenses": {201, 422},
    "GET /expenses": {200, 422},
    "GET /expenses/{expense_id}": {200, 404, 422},
    "PATCH /expenses/{expense_id}": {200, 404, 422},
    "DELETE /expenses/{expense_id}": {204, 404, 422},
    "GET /summary": {200},
}
# FastAPI loads what a response model asks for; SQLite sorts to group; and sums have to come very
# near to half a cent before the order of adding can tip them.
NOT_SEEN = {
    "without session.refresh(db_expense)",
    "without .order_by(…)",
    "total for round(total, 6)",
}


def test_both_versions_give_the_same_answers(
    record_property: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    old, new = "before_dict_json.main:app", "after_session.main:app"
    verdict = same(old, new, examples=EXAMPLES, seed=1)
    seen = verdict.seen
    assert verdict.status == 0, verdict
    assert seen.requests > 10 * EXAMPLES
    for operation, statuses in REACHED.items():
        assert statuses <= seen.statuses[operation].keys(), operation
    assert not [each for each, statuses in seen.statuses.items() if 500 in statuses]

    missed = [each.planted.what for each in verdict.tried if each.requests is None]
    assert set(missed) <= NOT_SEEN, verdict
    assert missed.count("without .order_by(…)") == 1  # the list's is found
    assert len(verdict.tried) - len(missed) > 12
    said = f"{seen.requests:,} requests, each sent to both apps: the same answers"
    record_property("said", said)  # the root conftest.py writes it at the end
