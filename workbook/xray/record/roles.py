"""What the functions of an app are to it: endpoints, dependencies, exception handlers."""

import inspect
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from types import CodeType, FrameType
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import Scope

from workbook.internals import routes_in

LIBRARIES = {"fastapi", "starlette", "sqlmodel", "sqlalchemy", "pydantic", "uvicorn", "workbook"}


class Roles:
    """The roles, by the functions' code; and the packages that the functions are from.

    Args:
        app: what is served: a FastAPI app, or something that is wrapped around one.
        scope: of the request; the app that it reaches writes itself into it.

    """

    def __init__(self, app: Any, scope: Scope) -> None:
        self._roles: dict[CodeType, str] = {}
        self._packages: set[str] = set()
        self._scope = scope
        self.are_known = False
        self._learn(app)

    def _learn(self, app: Any) -> None:
        if isinstance(app, Starlette):  # as each FastAPI app is
            self.are_known = True
            self._add_routes(app.routes)
            for handler in app.exception_handlers.values():
                self._add(handler, "exception handler")

    def _add_routes(self, routes: Sequence[BaseRoute]) -> None:
        for route in routes_in(routes):
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
        if not self.are_known:
            self._learn(self._scope.get("app"))
        return self._roles.get(code)

    def may_be_async(self) -> bool:
        """Tell whether one of them may be async; FastAPI runs all others in threads."""
        flags = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
        return not self.are_known or any(code.co_flags & flags for code in self._roles)

    def belongs(self, frame: FrameType) -> bool:
        """Tell whether a function is from the same program as these."""
        return str(frame.f_globals.get("__name__")).partition(".")[0] in self._packages
