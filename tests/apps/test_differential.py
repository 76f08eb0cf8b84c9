"""Made-up requests to both apps: every answer is the same. HEAVY=1 tries many more.

In each test run, lesson 10 does the same with few. That such requests find mistakes is shown there,
and by tests/workbook/same/test_mistakes.py.
"""

import os
from collections.abc import Callable

import pytest

from workbook.paths import ROOT
from workbook.same.compare import compare
from workbook.same.options import Options

pytestmark = pytest.mark.slow

EXAMPLES = 1_000 if os.environ.get("HEAVY") else 100
# What each operation has to answer in some of them, or they would show little.
REACHED = {
    "POST /expenses": {201, 422},
    "GET /expenses": {200, 422},
    "GET /expenses/{expense_id}": {200, 404, 422},
    "PATCH /expenses/{expense_id}": {200, 404, 422},
    "DELETE /expenses/{expense_id}": {204, 404, 422},
    "GET /summary": {200},
}


def test_both_versions_give_the_same_answers(
    record_property: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    options = Options(examples=EXAMPLES, seed=1, plants=False)
    verdict = compare("before_dict_json.main:app", "after_session.main:app", options)
    seen = verdict.seen
    assert verdict.differences() == []
    assert seen.requests > 10 * EXAMPLES
    for operation, statuses in REACHED.items():
        assert statuses <= seen.statuses[operation].keys(), operation
    assert not [each for each, statuses in seen.statuses.items() if 500 in statuses]
    said = f"{seen.requests:,} requests, each sent to both apps: the same answers"
    record_property("said", said)  # the root conftest.py writes it at the end
