"""What leans on the inside of FastAPI and Starlette."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import FrameType, FunctionType
from typing import Any

import fastapi.routing
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount


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
