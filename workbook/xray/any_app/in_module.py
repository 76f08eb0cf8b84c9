"""Find the app in a module, or have it made by a function of it."""

import inspect
from types import ModuleType
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from workbook.xray.any_app.errors import ENDS, AppError, told
from workbook.xray.any_app.name import Place

PREFERRED = ("app", "api")
FACTORIES = ("create_app", "make_app", "get_app", "build_app", "create_application")


def only_app(module: ModuleType, place: Place) -> ASGIApp:
    """Return `app`, `api`, or the only app in a module, as `fastapi run` does.

    Raises:
        AppError: there is none, or more than one.

    """
    for name in PREFERRED:
        if is_app(vars(module).get(name)):
            return vars(module)[name]
    apps = {id(each): each for each in vars(module).values() if FastAPI in type(each).__mro__}
    for each in list(apps.values()):  # one that is mounted in another answers with it
        for route in each.routes:
            if isinstance(route, Mount):
                apps.pop(id(route.app), None)
    if len(apps) == 1:
        return apps.popitem()[1]
    if apps:
        names = [f"{place.name}:{n}" for n, each in vars(module).items() if id(each) in apps]
        raise AppError(f"{place.name} has several FastAPI apps: name one, as {' or '.join(names)}")
    raise AppError(f"{place.name} has no FastAPI app{instead(module, place)}")


def instead(module: ModuleType, place: Place) -> str:
    """Say what else a module has that somebody may have meant."""
    values = vars(module)
    base = place.name.removesuffix("()").removesuffix(f":{place.attribute}")
    apps = [n for n, each in values.items() if FastAPI in type(each).__mro__]
    apps += [n for n in FACTORIES if inspect.isfunction(values.get(n))]
    if apps:
        return f"; name it as {' or '.join(f'{base}:{each}' for each in apps)}"
    if any(APIRouter in type(each).__mro__ for each in values.values()):
        return ", only a router: name the file where an app includes it, such as main.py"
    return ": name the file that has it, or name it as module:app"


def no_app(place: Place) -> str:
    """Return the beginning of a message: what somebody has named is no app."""
    return f"{place.name} is not a FastAPI app"


def made(factory: Any, place: Place) -> ASGIApp:
    """Return what a function without arguments makes, as `uvicorn --factory` does.

    Raises:
        AppError: it is no such function, it fails, or it makes something else.

    """
    if not inspect.isroutine(factory):
        raise AppError(f"{no_app(place)}: name it as module:app")
    needed = [each.name for each in _parameters(factory) if each.default is each.empty]
    if needed:
        raise AppError(
            f"{no_app(place)}, and to make one it needs {', '.join(needed)}: "
            "name a function without arguments"
        )
    try:
        app = factory()
    except ENDS as error:
        raise AppError(told(error, f"{place.name} makes no app", place.folder)) from None
    if inspect.iscoroutine(app):
        app.close()
        raise AppError(f"{no_app(place)}: it is async, and an app must be there at once")
    if not is_app(app):
        raise AppError(f"{no_app(place)}, and what it returns is none: {type(app).__name__}")
    return app


def _parameters(function: Any) -> list[inspect.Parameter]:
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    found = inspect.signature(function).parameters.values()
    return [each for each in found if each.kind not in several]


def is_app(value: Any) -> bool:
    """Tell whether it is an app, or something that is wrapped around one."""
    if Starlette in type(value).__mro__:  # as each FastAPI app is
        return True
    if inspect.isclass(value) or not callable(value):
        return False
    call = value if inspect.isfunction(value) else type(value).__call__
    return inspect.iscoroutinefunction(call) and len(_parameters(call)) >= 3
