"""What leans on the inside of a library, in one place: look here first after an update of one."""

import asyncio
import dis
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread
from types import CodeType, FrameType, FunctionType
from typing import Any
from unittest import mock

import anyio.to_thread
import fastapi.routing
import uvicorn
from sqlalchemy import BindParameter, ClauseElement, Insert, Update
from sqlalchemy.engine import Compiled
from sqlalchemy.orm import Session
from sqlalchemy.orm import session as sessions_of_sqlalchemy
from sqlalchemy.orm.session import SessionTransactionState
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount


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


def sessions_after(number: int) -> list[Session]:
    """Return the sessions that were made after the one of this number, and are still there."""
    kept = list(vars(sessions_of_sqlalchemy._sessions)["data"].items())
    found = [refers() for each, refers in kept if each > number]
    return [each for each in found if each is not None]


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
    connecting = getattr(SessionTransactionState, "PROVISIONING_CONNECTION", None)
    state = getattr(session.get_transaction(), "_state", None)
    return state is not None and state is connecting


def routes_in(routes: Sequence[BaseRoute]) -> Iterator[BaseRoute]:
    """Yield the routes, also those of routers that an app includes.

    FastAPI keeps an included router in one piece; its OpenAPI document is made in this way. Up to
    some version it copies the router's routes into the app, and there is no such function.
    """
    contexts = getattr(fastapi.routing, "iter_route_contexts", None)
    if contexts is None:
        yield from routes
    else:
        for context in contexts(routes):
            yield context.original_route


def apps_in(app: Any) -> Iterator[Any]:
    """Yield an app, and the apps that it is wrapped around or that are mounted on it."""
    found, seen = [app], set[int]()
    for each in found:  # it grows
        if id(each) in seen or len(seen) == 50:
            continue
        seen.add(id(each))
        yield each
        if issubclass(type(each), Starlette):
            found += [route.app for route in each.routes if isinstance(route, Mount)]
        elif type(each) is FunctionType:
            with suppress(ValueError):  # a cell that is still empty
                found += [cell.cell_contents for cell in each.__closure__ or ()]
        else:
            with suppress(AttributeError):  # it has slots
                values = object.__getattribute__(each, "__dict__").values()
                found += [value for value in values if callable(value)]


def functions_of(app: Starlette) -> Iterator[Any]:
    """Yield the functions and classes that an app knows: endpoints, dependencies, middleware."""
    for middleware in app.user_middleware:
        yield middleware.cls
        options = getattr(middleware, "kwargs", None) or getattr(middleware, "options", {})
        yield from options.values()
    yield from app.exception_handlers.values()
    for route in routes_in(app.routes):
        yield type(route)
        yield getattr(route, "endpoint", None)
        dependants = [getattr(route, "dependant", None)]
        for dependant in filter(None, dependants):  # it grows
            yield dependant.call
            dependants += dependant.dependencies


@contextmanager
def threads_run_by(
    run: Callable[..., Awaitable[Any]], submit: Callable[..., Any], start: Callable[..., None]
) -> Iterator[None]:
    """Let these run, in this block, what an app runs in threads.

    Neither FastAPI nor anyio nor Python has a hook for that: `threading.settrace` does not reach a
    thread that has already started, and does not know for whom one is started.

    Args:
        run: instead of anyio's function for threads, by which FastAPI runs what is not async; it
            gets that function, and what it gets.
        submit: instead of a pool's method; it gets the method, and what that gets.
        start: instead of a thread's method; it gets the method, and the thread.
    """
    if isinstance(anyio.to_thread.run_sync, partial):  # a cell that is followed traces a request
        yield
        return
    pooled, started = ThreadPoolExecutor.submit, Thread.start

    def submit_followed(pool: ThreadPoolExecutor, /, *arguments: Any, **options: Any) -> Any:
        if type(pool).__name__ == "InterpreterPoolExecutor":  # what it gets is pickled
            return pooled(pool, *arguments, **options)
        return submit(partial(pooled, pool), *arguments, **options)

    def start_followed(thread: Thread) -> None:
        start(partial(started, thread), thread)

    with (
        mock.patch.object(anyio.to_thread, "run_sync", partial(run, anyio.to_thread.run_sync)),
        mock.patch.object(ThreadPoolExecutor, "submit", submit_followed),
        mock.patch.object(Thread, "start", start_followed),
    ):
        yield


# The functions of FastAPI and Starlette that call an app's functions, or work in their place, and
# for what; "" if it is for sending a message. By module, and by name with the class.
_INSIDE = "<locals>"
WORKS_FOR: dict[tuple[str, str], str] = {
    ("fastapi.dependencies.utils", "solve_dependencies"): "dependency",
    ("fastapi.concurrency", "contextmanager_in_threadpool"): "dependency",
    ("contextlib", "AsyncExitStack.__aexit__"): "dependency",
    ("fastapi.dependencies.utils", "request_params_to_args"): "request",
    ("fastapi.dependencies.utils", "request_body_to_args"): "request",
    ("fastapi.routing", "run_endpoint_function"): "endpoint",
    ("fastapi.routing", "serialize_response"): "response",
    ("fastapi.routing", f"request_response.{_INSIDE}.app.{_INSIDE}.app"): "route",
    ("fastapi.routing", f"get_request_handler.{_INSIDE}.app"): "route",
    ("starlette.routing", f"request_response.{_INSIDE}.app.{_INSIDE}.app"): "endpoint",
    ("starlette.routing", f"request_response.{_INSIDE}.app"): "endpoint",
    ("starlette.endpoints", "HTTPEndpoint.dispatch"): "endpoint",
    ("starlette.routing", "Mount.handle"): "mounted",
    ("starlette.middleware.base", "BaseHTTPMiddleware.__call__"): "middleware",
    ("starlette.background", "BackgroundTask.__call__"): "background",
    ("starlette.responses", "StreamingResponse.stream_response"): "stream",
    ("starlette.concurrency", "iterate_in_threadpool"): "stream",
    ("starlette.responses", "Response.__call__"): "",
    ("starlette.middleware.base", "_StreamingResponse.__call__"): "",
    ("starlette.middleware.errors", f"ServerErrorMiddleware.__call__.{_INSIDE}._send"): "",
    (
        "starlette._exception_handler",
        f"wrap_app_handling_exceptions.{_INSIDE}.wrapped_app.{_INSIDE}.sender",
    ): "",
}
# These call an exception handler while they handle an error, and else the app itself.
HANDLES_ERRORS = {
    ("starlette.middleware.exceptions", "ExceptionMiddleware.__call__"),
    ("starlette.middleware.errors", "ServerErrorMiddleware.__call__"),
    ("starlette._exception_handler", f"wrap_app_handling_exceptions.{_INSIDE}.wrapped_app"),
}


def handles_errors(frame: FrameType) -> bool:
    """Tell whether this is a function to which all errors of an app come that it does not catch."""
    return (frame.f_globals.get("__name__"), frame.f_code.co_qualname) in HANDLES_ERRORS


def works_for(frame: FrameType) -> str | None:
    """Return what a function of FastAPI or Starlette does for an app; None: nothing special."""
    if handles_errors(frame):
        return "handler" if "exc" in frame.f_locals else None
    return WORKS_FOR.get((frame.f_globals.get("__name__", ""), frame.f_code.co_qualname))


def is_event_loop(frame: FrameType) -> bool:
    """Tell whether this function is the one by which asyncio lets a task go on."""
    return frame.f_code is asyncio.Handle._run.__code__


TRIES = 25  # looks at what an app that stops still does


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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once if nothing is going on: by itself it waits 0.1 seconds, and then looks."""
        for each in (*self.servers, *(sockets or ())):
            each.close()
        for _ in range(TRIES):
            if not (self.server_state.connections or self.server_state.tasks):
                if not self.force_exit:
                    await self.lifespan.shutdown()
                return
            await asyncio.sleep(1 / 500)  # the last answer's connection is about to close
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Let it stop soon; this returns at once, and any thread may call it."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._told.set)


def places_of(code: CodeType) -> tuple[frozenset[int], frozenset[int]]:
    """Return where a function stands when it begins, and where when it yields or awaits.

    For `sys.settrace` a generator that goes on is a call, and one that yields or awaits returns;
    only the instruction where it stands tells.
    """
    begins, pauses = set[int](), set[int]()
    instructions = code.co_code
    for place in range(0, len(instructions), 2):
        name = dis.opname[instructions[place]]
        # Up to Python 3.12 it stands at the yield, from 3.13 on at the instruction where it will
        # go on, whose argument is 0 only at the beginning of a function.
        if name == "YIELD_VALUE":
            pauses.add(place)
        elif name == "RESUME":
            (pauses if instructions[place + 1] & 3 else begins).add(place)
    return frozenset(begins), frozenset(pauses)


def is_handed_over(value: Any) -> bool:
    """Tell whether an asynchronous generator yields this value.

    For `sys.settrace` an `await` in it is a yield, too; only what it really yields is wrapped.
    """
    return type(value).__name__ == "async_generator_wrapped_value"
