"""What leans on the inside of a library, in one place: look here first after an update of one."""

import asyncio
import dis
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any
from unittest import mock

import anyio.to_thread
import uvicorn
from fastapi.routing import iter_route_contexts
from sqlalchemy import BindParameter, ClauseElement, Insert, Update
from sqlalchemy.engine import Compiled
from sqlalchemy.orm import Session
from sqlalchemy.orm import session as sessions_of_sqlalchemy
from sqlalchemy.orm.session import SessionTransactionState
from starlette.routing import BaseRoute


def completed_statement(compiled: Compiled) -> ClauseElement | None:
    """Return the statement that was compiled, with the joins that an ORM has added to it.

    SQLAlchemy's public `compiled.statement` has no table that is only joined to load a
    relationship.
    """
    return getattr(compiled.compile_state, "statement", None)


def name_of_parameter(compiled: Compiled, parameter: BindParameter) -> str:
    """Return the name under which a statement that was compiled gets the value of a parameter."""
    return getattr(compiled, "bind_names", {}).get(parameter, parameter.key)


def has_rows_of_its_own(insert: Insert) -> bool:
    """Tell whether more than one row stands in the statement itself: `values([{…}, {…}])`."""
    return bool(insert._multi_values)


def replaces(insert: Insert) -> bool:
    """Tell whether it says what happens to a row that is there: `on_conflict_do_update`."""
    return getattr(insert, "_post_values_clause", None) is not None


def columns_set(update: Update) -> set[str]:
    """Return the names of the columns that an UPDATE sets, if they stand in the statement."""
    ordered = [column for column, _ in getattr(update, "_ordered_values", None) or ()]
    return {str(getattr(each, "name", each)) for each in (*(update._values or ()), *ordered)}


def places_of_parameters(compiled: Compiled) -> list[str]:
    """Return the names of the parameters in the order of their places, if they have places."""
    return list(getattr(compiled, "positiontup", None) or ())


def newest_session() -> int:
    """Return the number of the session that was made last, of those that are still there.

    SQLAlchemy counts them in `hash_key`, and has no event for a new one.
    """
    # A list is made in one go, even if another thread makes a session now.
    return max(list(vars(sessions_of_sqlalchemy._sessions)["data"]), default=0)


# The functions of SQLAlchemy that flush a session, and why they do.
FLUSHES = {"_autoflush": "autoflush", "_prepare_impl": "commit", "_take_snapshot": "savepoint"}


def cause_of_flush() -> str:
    """Return why a session flushes that is about to; empty if it was asked to.

    It is "autoflush", "commit" or "savepoint". No event tells this, only who calls.
    """
    frame: FrameType | None = sys._getframe(1)
    is_found = False
    while frame is not None:
        name = frame.f_code.co_name
        is_inside = frame.f_globals.get("__name__") == sessions_of_sqlalchemy.__name__
        if is_found and name != "flush":  # a class of the app may have a method of this name
            return FLUSHES.get(name, "") if is_inside else ""
        is_found = is_found or (is_inside and name == "flush")
        frame = frame.f_back
    return ""


def is_connecting(session: Session) -> bool:
    """Tell whether a session waits for a connection.

    The public `is_active` is False then as well, as if its transaction had failed.
    """
    state = getattr(session.get_transaction(), "_state", None)
    return state is SessionTransactionState.PROVISIONING_CONNECTION


def routes_in(routes: Sequence[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield the routes, also those of routers that an app includes.

    FastAPI keeps an included router in one piece; its OpenAPI document is made in this way.
    """
    for context in iter_route_contexts(routes):
        yield context.original_route


@contextmanager
def threads_run_by(run: Callable[..., Awaitable[Any]]) -> Iterator[None]:
    """Let `run` run, in this block, what FastAPI runs in threads: each function that is not async.

    Neither FastAPI nor anyio has a hook for that, and Python's own `threading.settrace` does not
    reach a thread that has already started.

    Args:
        run: gets anyio's function that it stands for, and what that gets.
    """
    with mock.patch.object(anyio.to_thread, "run_sync", partial(run, anyio.to_thread.run_sync)):
        yield


class PromptUvicorn(uvicorn.Server):
    """Uvicorn, but it is told when to stop.

    By itself it looks every 0.1 seconds, which hundreds of servers in a test run would wait for.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait until it is told to stop."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):  # which also sets the answers' date, once a second
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1)

    def stop(self) -> None:
        """Let it stop soon; this returns at once, and any thread may call it."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._told.set)


def is_suspended(frame: FrameType) -> bool:
    """Tell, at its "return" event, whether a function will go on after a `yield` or `await`.

    For `sys.settrace` both are a return; only the instruction where it stands tells.
    """
    instructions, last = frame.f_code.co_code, frame.f_lasti
    if last < 0:
        return False
    # Up to Python 3.12 it stands at the yield, from 3.13 on at the instruction where it will go
    # on, whose argument is 0 only at the beginning of a function.
    name = dis.opname[instructions[last]]
    return name == "YIELD_VALUE" or (name == "RESUME" and instructions[last + 1] & 3 != 0)


def is_handed_over(value: Any) -> bool:
    """Tell whether an asynchronous generator yields this value.

    For `sys.settrace` an `await` in it is a yield, too; only what it really yields is wrapped.
    """
    return type(value).__name__ == "async_generator_wrapped_value"
