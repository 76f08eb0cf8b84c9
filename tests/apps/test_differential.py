"""Made-up requests to both apps: every answer is the same. HEAVY=1 tries many more."""

import os
from collections.abc import Callable

import pytest

from workbook.paths import ROOT
from workbook.same import same

EXAMPLES = 1_000 if os.environ.get("HEAVY") else 40
# What each operation has to answer in some of them, or they would show little.
REACHED = {
    "POST /expenses": {201, 422},
    "GET /expenses": {200, 422},
    "GET /expenses/{expense_id}": {200, 404, 422},
    "PATCH /expenses/{expense_id}": {200, 404, 422},
    "DELETE /expenses/{expense_id}": {204, 404, 422},
    "GET /summary": {200},
}
# FastAPI loads what a response model asks for; SQLite sorts to group.
NO_CLIENT_SEES = {"without session.refresh(db_expense)", "without .order_by(…)"}


def test_both_versions_give_the_same_answers(
    record_property: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    old, new = "before_dict_json.main:app", "after_session.main:app"
    verdict = same(old, new, examples=EXAMPLES, seed=1)
    seen = verdict.seen
    assert verdict.status == 0, verdict
    assert seen.requests > 800
    for operation, statuses in REACHED.items():
        assert statuses <= seen.statuses[operation].keys(), operation
    assert not [each for each, statuses in seen.statuses.items() if 500 in statuses]

    found = {each.planted.line for each in verdict.tried if each.requests is not None}
    missed = {each.planted.what for each in verdict.tried if each.requests is None}
    assert missed <= NO_CLIENT_SEES, verdict
    assert len(found) > 10
    said = f"{seen.requests:,} requests, each sent to both apps: the same answers"
    record_property("said", said)  # the root conftest.py writes it at the end
