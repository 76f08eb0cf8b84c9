"""What is said of a student's file from its text and place, where its answers do not show it."""

import ast
from difflib import get_close_matches
from pathlib import Path

from workbook.checker.exercise import Function, functions, start
from workbook.endpoints import ENDPOINTS


def twice(source: str, endpoint: str) -> str:
    """Say that there are two functions of the endpoint's name or more; empty if there are not."""
    found = functions(source, endpoint)
    if len(found) < 2:
        return ""
    *first, last = sorted(each.lineno for each in found)
    lines = f"{', '.join(map(str, first))} and {last}"
    return (
        f"There are {len(found)} functions named {endpoint}, in the lines {lines}: FastAPI uses "
        f"the one in line {found[0].lineno}. Keep the one that you mean, and delete the rest."
    )


def no_table(source: str) -> tuple[str, int]:
    """Say why the app has made no table when it started, and in which line to mend that."""
    what = (
        "the app has made no table when it started: `lifespan` has to call `prepare_database()`, "
        "and `FastAPI(...)` needs `lifespan=lifespan`"
    )
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    apps = [each for each in calls if ast.unparse(each.func).split(".")[-1] == "FastAPI"]
    without = [each for each in apps if "lifespan" not in [key.arg for key in each.keywords]]
    return what, next((each.lineno for each in (*without, *functions(source, "lifespan"))), 0)


def decorator(endpoint: str) -> str:
    """Return the decorator that belongs above an endpoint, as it stands at the start."""
    (found,) = functions(start(), endpoint)[0].decorator_list
    return f"@{ast.get_source_segment(start(), found)}"


def absent(source: str, endpoint: str) -> tuple[str, int]:
    """Say why a file does not have an endpoint, and in which line to mend that."""
    right = f"`{decorator(endpoint)}`"
    for each in functions(source, endpoint):
        if each.decorator_list:
            what = "has a decorator, and yet it is no endpoint of `app`: is `app` made twice?"
            return f"{endpoint} {what} The right decorator is {right}", each.lineno
        return f"{endpoint} has no decorator: above it belongs {right}", each.lineno
    others = {each.name: each for each in ast.walk(ast.parse(source)) if isinstance(each, Function)}
    what = f"no function {endpoint} stands in the file, with {right} above it"
    if endpoint in others:
        return f"{what}; the one here stands within something else", others[endpoint].lineno
    for name in get_close_matches(endpoint, set(others) - set(ENDPOINTS), 1):
        return f"{what}; the nearest name is {name}", others[name].lineno
    return what, 0


def beside(path: Path, module: str) -> str:
    """Say how to import a module that stands beside the file; empty if there is none.

    `fastapi dev` runs a file in a folder with an `__init__.py` as a part of that package; then its
    folder is not where Python looks for modules.
    """
    name, package = module.partition(".")[0], path.parent
    if not ((package / "__init__.py").is_file() and (package / f"{name}.py").is_file()):
        return ""
    return f"; {name}.py is a part of the package `{package.name}`: write `from .{name} import ...`"
