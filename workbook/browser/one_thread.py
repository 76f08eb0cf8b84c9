"""Threads where there is only one: a call for another thread is made when this one has to wait.

So two requests can meet, at a barrier for instance: while the first one waits there, the second one
is answered, and then the first one goes on. Calls that never wait come one after the other.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from workbook.browser import not_here
from workbook.browser.event_loop import InlineLoop, called_outside
from workbook.internals.in_threads import no_threads, wait_by

ONE_BY_ONE = "there is one thread: it did the work of all others, one piece after the other"
NEVER = "this would wait for ever: in a browser there is no other thread that could end the wait"
DEPTH = 400  # frames that a request may need, within those of another one


@dataclass
class _Pool:
    """What is known of a pool.

    Attributes:
        calls: how many there were.
        running: how many have begun and not ended.
        met: whether two of them ran at the same time.

    """

    calls: int = 0
    running: int = 0
    met: bool = False


@dataclass
class _Call:
    pool: ThreadPoolExecutor
    function: Callable[[], Any]
    future: Future[Any] = field(default_factory=Future)

    def make(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        pool = _known(self.pool)
        pool.running += 1
        pool.met |= pool.running > 1
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + DEPTH)
        try:
            self.future.set_result(called_outside(self.function))
        except BaseException as error:
            self.future.set_exception(error)
        finally:
            sys.setrecursionlimit(limit)
            pool.running -= 1


_pending: deque[_Call] = deque()


def install() -> None:
    """Let pools of threads, and all that waits, do without other threads from now on."""
    no_threads(_submit, _shutdown, wait_by(_make_next, _never))


def _known(pool: ThreadPoolExecutor) -> _Pool:
    return vars(pool).setdefault("_in_one_thread", _Pool())


def _submit(
    pool: ThreadPoolExecutor, function: Callable[..., Any], /, *arguments: Any, **options: Any
) -> Future[Any]:
    call = _Call(pool, lambda: function(*arguments, **options))
    _known(pool).calls += 1
    _pending.append(call)
    return call.future


def _make_next(of: ThreadPoolExecutor | None = None) -> bool:
    """Make the next call for which its pool has a thread; return whether there was one.

    Who waits in an event loop stops that loop's thread, so there no other call can begin.
    """
    if isinstance(asyncio._get_running_loop(), InlineLoop):
        return False
    for call in list(_pending):
        if of in (None, call.pool) and _known(call.pool).running < call.pool._max_workers:
            _pending.remove(call)
            call.make()
            return True
    return False


def _shutdown(pool: ThreadPoolExecutor, wait: bool = True, *, cancel_futures: bool = False) -> None:
    if cancel_futures:
        for call in [each for each in _pending if each.pool is pool]:
            _pending.remove(call)
            call.future.cancel()
    while _make_next(pool):
        pass
    known = _known(pool)
    if known.calls and not known.met:
        not_here.tell(ONE_BY_ONE)
        known.calls = 0


def _never() -> None:
    if sys.platform == "emscripten":
        raise RuntimeError(NEVER)
