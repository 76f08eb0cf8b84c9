"""What counts for a limit of time, tick by tick: work and waiting, but not a busy machine."""

import signal
import threading
from collections.abc import Callable

import pytest

from workbook.checker.child import time_limit
from workbook.checker.child.notice import WAITED, WALL
from workbook.checker.child.time_limit import TICK, TimeLimit
from workbook.checker.limits import Limits


class EndedError(Exception):
    """The process would end here."""


class Told:
    """In the place of a notice: it keeps why the process would end."""

    why = ""

    def end(self, why: str) -> None:
        self.why = why
        raise EndedError


class AtOnce:
    """In the place of a thread: it does its work when it is started, and in this one."""

    def __init__(self, target: Callable[[], None], daemon: bool) -> None:
        self.start = target


def ended(
    monkeypatch: pytest.MonkeyPatch, limits: Limits, ticks: list[tuple[float, float, float]]
) -> str:
    """Return by which limit such ticks end a process that uses no processor; empty: by none."""
    monkeypatch.setattr(time_limit, "_ticks", lambda: iter(ticks))
    monkeypatch.setattr(time_limit, "process_time", lambda: 0.0)
    monkeypatch.setattr(threading, "Thread", AtOnce)
    monkeypatch.setattr(signal, "setitimer", lambda *_: None, raising=False)
    told = Told()
    try:
        TimeLimit(limits, told)  # type: ignore[arg-type]
    except EndedError:
        return told.why
    return ""


@pytest.mark.parametrize(
    ("passed", "used", "kept", "why"),
    [
        (TICK, 0.0, 0.0, WAITED),
        (TICK, TICK / 500, 0.0, WAITED),  # it looks again and again whether it can go on
        (TICK, TICK, 0.0, WALL),
        (TICK, 0.0, TICK, ""),  # it wants to run, and has no processor
        (TICK, 0.0, 4 * TICK, ""),  # four of its threads do
        (60.0, 0.0, 0.0, ""),  # it was stopped, or the computer was asleep
    ],
)
def test_only_what_the_machine_does_not_keep_counts(
    monkeypatch: pytest.MonkeyPatch, passed: float, used: float, kept: float, why: str
) -> None:
    assert ended(monkeypatch, Limits(request=8, wall=40), [(passed, used, kept)] * 500) == why


def test_a_wait_that_is_not_too_long_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(monkeypatch, Limits(request=8), [(TICK, 0.0, 0.0)] * 31) == ""
    assert ended(monkeypatch, Limits(request=8), [(TICK, 0.0, 0.0)] * 32) == WAITED
