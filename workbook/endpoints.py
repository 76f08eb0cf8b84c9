"""The endpoints that both apps have, and the app that the exercise starts from."""

import ast

# In the order of either `main.py`.
ENDPOINTS = [
    "create_expense",
    "list_expenses",
    "get_expense",
    "update_expense",
    "delete_expense",
    "get_summary",
]
ENDPOINT_DECORATORS = {"get", "post", "put", "patch", "delete"}


def known(endpoint: str) -> str:
    """Return the name of the endpoint, if there is one of this name.

    Args:
        endpoint: such as "create_expense".

    Raises:
        ValueError: it is not one of the six.

    """
    if endpoint not in ENDPOINTS:
        raise ValueError(f"there is no endpoint {endpoint!r}, only {', '.join(ENDPOINTS)}")
    return endpoint


def without_bodies(source: str) -> str:
    """Return the source with `pass` for the body of every endpoint, and all else as it is."""
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_endpoint(node):
            lines[node.body[0].lineno - 1 : node.end_lineno] = ["    pass"]
    return "\n".join(lines)


def _is_endpoint(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in ENDPOINT_DECORATORS
        for decorator in function.decorator_list
    )
