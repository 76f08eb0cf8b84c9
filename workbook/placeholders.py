"""A migration's starting point: the endpoints are there, their bodies are `pass`."""

import ast

ENDPOINT_DECORATORS = {"get", "post", "put", "patch", "delete"}


def without_bodies(source: str) -> str:
    """Return the source with `pass` for the body of every endpoint, everything else the same."""
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
