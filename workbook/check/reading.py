"""What is said of a student's file from its text alone, where its answers do not show it."""

import ast

from workbook.check.start import functions


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
