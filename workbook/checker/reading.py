"""What only the text of a student's file can tell, and not what it does."""

import ast
from difflib import get_close_matches
from pathlib import Path

from workbook.checker.exercise import Function, functions, start
from workbook.endpoints import ENDPOINTS


def twice(source: str, endpoint: str) -> str:
    """Say that two functions or more have the endpoint's name; empty if it is just one, or none."""
    same_name = functions(source, endpoint)
    if len(same_name) < 2:
        return ""
    *first, last = sorted(each.lineno for each in same_name)
    lines = f"{', '.join(map(str, first))} and {last}"
    return (
        f"There are {len(same_name)} functions named {endpoint}, in lines {lines}: FastAPI uses "
        f"the one in line {same_name[0].lineno}. Keep the one that you mean, and delete the rest."
    )


def no_table(source: str) -> tuple[str, int]:
    """Say why the app did not create a table when it started, and which line to fix."""
    what = (
        "the app did not create its table when it started: `lifespan` has to call "
        "`prepare_database()`, and `FastAPI(...)` needs `lifespan=lifespan`"
    )
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    apps = [each for each in calls if ast.unparse(each.func).split(".")[-1] == "FastAPI"]
    without = [each for each in apps if "lifespan" not in [key.arg for key in each.keywords]]
    return what, next((each.lineno for each in (*without, *functions(source, "lifespan"))), 0)


def decorator(endpoint: str) -> str:
    """Return the decorator of an endpoint, as it is in the start of the exercise."""
    (call,) = functions(start(), endpoint)[0].decorator_list
    return f"@{ast.get_source_segment(start(), call)}"


def absent(source: str, endpoint: str) -> tuple[str, int]:
    """Say why the app does not have an endpoint, and which line to fix."""
    right = f"`{decorator(endpoint)}`"
    for each in functions(source, endpoint):
        if each.decorator_list:
            what = "has a decorator, yet it is not an endpoint of `app`: is `app` created twice?"
            return f"{endpoint} {what} The right decorator is {right}", each.lineno
        return f"{endpoint} has no decorator: it needs {right} above it", each.lineno
    others = {each.name: each for each in ast.walk(ast.parse(source)) if isinstance(each, Function)}
    what = f"the file has no function {endpoint} with {right} above it"
    if endpoint in others:
        return f"{what}; this one is inside something else", others[endpoint].lineno
    for name in get_close_matches(endpoint, set(others) - set(ENDPOINTS), 1):
        return f"{what}; the closest name is {name}", others[name].lineno
    return what, 0


def beside(path: Path, module: str) -> str:
    """Say how to import a module that is in the same folder as the file; empty if it is not.

    Where that folder has an `__init__.py`, `fastapi dev` runs the file as a part of a package, and
    Python does not look for modules in the folder.
    """
    name, package = module.partition(".")[0], path.parent
    if not ((package / "__init__.py").is_file() and (package / f"{name}.py").is_file()):
        return ""
    return f"; {name}.py is part of the package `{package.name}`: write `from .{name} import ...`"
