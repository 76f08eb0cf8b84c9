"""The app that is checked: one endpoint of a file, and the reference for the other five.

So a check says something about this endpoint alone, whatever state the others are in.
"""

import importlib
from pathlib import Path
from types import ModuleType

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Table
from sqlmodel import SQLModel

from workbook.checker.problems import FileError, problem_of
from workbook.checker.reading import absent, beside
from workbook.checker.source_text import held, load_held
from workbook.endpoints import ENDPOINTS

PACKAGE = "checked"  # under this name `serve` imports the app
MAIN = """\
from pathlib import Path

from workbook.checker.child.swap import swapped

app = swapped(Path({path!r}), {endpoint!r})
"""
MODULE = f"{PACKAGE}.theirs"
_declared: set[Table] = set()  # the tables of the file itself


def package(folder: Path, path: Path, endpoint: str) -> None:
    """Write the package through which `serve` finds the app, into a folder of `sys.path`.

    Args:
        folder: where it is written.
        path: see `swapped`.
        endpoint: see `swapped`.

    """
    (folder / PACKAGE).mkdir()
    # So `from .helpers import ...` finds what stands beside the file, as with `fastapi dev`.
    (folder / PACKAGE / "__init__.py").write_text(
        f"__path__.append({str(path.parent)!r})\n", encoding="utf-8"
    )
    (folder / PACKAGE / "main.py").write_text(
        MAIN.format(path=str(path), endpoint=endpoint), encoding="utf-8"
    )


def swapped(path: Path, endpoint: str) -> FastAPI:
    """Return the file's app with the reference's endpoints in the place of all others.

    Args:
        path: a file with `app`, or with a `router` that is put into the reference's app.
        endpoint: the function that stays the file's own.

    Raises:
        FileError: there is none.
        Exception: whatever the file raises when it is imported.

    """
    theirs = _load(path)
    reference: FastAPI = importlib.import_module("after_session.main").app
    mine = getattr(theirs, "app", None)
    app = mine if isinstance(mine, FastAPI) else reference
    routes = _endpoints(mine if mine is not None else getattr(theirs, "router", None))
    if endpoint not in routes:
        raise FileError(*absent(held(path), endpoint))
    right = _endpoints(reference) | {endpoint: routes[endpoint]}
    others = [each for each in app.router.routes if _name(each) not in ENDPOINTS]
    app.router.routes[:] = [*others, *(right[name] for name in ENDPOINTS)]
    return app


def _load(path: Path) -> ModuleType:
    importlib.import_module("after_session.models")  # so that its table is no table of the file
    # Each start imports the file afresh, as a new process would, but a table is declared once.
    for table in _declared:
        table.metadata.remove(table)
    before = set(SQLModel.metadata.tables.values())
    _declared.clear()
    try:
        return load_held(MODULE, path)
    except ModuleNotFoundError as error:
        found = problem_of(error, path)
        what = found.what.replace(f"'{PACKAGE}.", "'.")  # as it stands after `from`
        raise FileError(what + beside(path, error.name or ""), found.line) from error
    finally:
        _declared.update(set(SQLModel.metadata.tables.values()) - before)


def _endpoints(app: FastAPI | APIRouter | None) -> dict[str, APIRoute]:
    routes = app.routes if isinstance(app, FastAPI | APIRouter) else []
    # Of two with the same name the first one answers.
    return {each.name: each for each in reversed(routes) if isinstance(each, APIRoute)}


def _name(route: object) -> str:
    return route.name if isinstance(route, APIRoute) else ""
