"""Libraries are used once before forks begin."""

import threading

from workbook.processes.used_once import REQUESTS, use_once


def test_an_app_answers_in_each_way_and_starts_no_thread() -> None:
    before = set(threading.enumerate())
    assert use_once() == [201, 422, 422, 200, 422, 200, 404, 204, 422]
    assert use_once() == [201, 422, 422, 200, 422, 200, 404, 204, 422]  # as if it were the first
    assert len(REQUESTS) == 9
    assert not set(threading.enumerate()) - before
