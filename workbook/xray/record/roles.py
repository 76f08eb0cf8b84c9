"""What the functions of an app are to it: endpoints, dependencies, exception handlers."""

import inspect
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from types import CodeType, FrameType
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute, Mount

LIBRARIES = {"fastapi", "starlette", "sqlmodel", "sqlalchemy", "pydantic", "uvicorn", "workbook"}


class Roles:
    """The roles, by the functions' code; and the packages that the functions are from."""

    def __init__(self, app: FastAPI) -> None:
        self._roles: dict[CodeType, str] = {}
        self._packages: set[str] = set()
        self._add_routes(app.routes)
        for handler in app.exception_handlers.values():
            self._add(handler, "exception handler")

    def _add_routes(self, routes: Sequence[BaseRoute]) -> None:
        for context in iter_route_contexts(routes):
            route = context.original_route
            if isinstance(route, APIRoute):
                self._add(route.endpoint, "your endpoint")
                self._add_dependencies(route.dependant)
            elif isinstance(route, Mount):
                self._add_routes(route.routes)

    def _add_dependencies(self, dependant: Dependant) -> None:
        for dependency in dependant.dependencies:
            self._add(dependency.call, "dependency")
            self._add_dependencies(dependency)

    def _add(self, function: Any, role: str) -> None:
        code = package = None
        with suppress(Exception):  # whatever strange object this is
            while isinstance(function, partial):
                function = function.func
            code = getattr(function, "__code__", None)
            package = str(getattr(function, "__module__", "")).partition(".")[0]
        if isinstance(code, CodeType) and package and package not in LIBRARIES:
            self._roles.setdefault(code, role)
            self._packages.add(package)

    def role(self, code: CodeType) -> str | None:
        """Return what a function is, or None."""
        return self._roles.get(code)

    def has_async(self) -> bool:
        """Tell whether one of them is async; FastAPI runs all others in threads of their own."""
        flags = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
        return any(code.co_flags & flags for code in self._roles)

    def belongs(self, frame: FrameType) -> bool:
        """Tell whether a function is from the same program as these."""
        return str(frame.f_globals.get("__name__")).partition(".")[0] in self._packages
