"""A step as HTTP has it: a target, headers, and a body in bytes."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from workbook.same.requests.step import Step

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
NAME = re.compile(r"{([^}:]+)(?::[^}]*)?}")  # `{id}`, or Starlette's `{id:path}`
REPLACED = "backslashreplace"  # what UTF-8 cannot hold
Wire = tuple[str, str, list[tuple[str, str]], bytes]


def encoded(step: Step) -> Wire:
    """Return the method, the path with its query, the headers and the body.

    Args:
        step: without references.

    """
    method, _, path = step.operation.partition(" ")
    path = NAME.sub(lambda m: quote(text(step.path.get(m[1], "")), safe="", errors=REPLACED), path)
    if step.query:
        pairs = [(name, text(value)) for name, value in step.query]
        path += ("&" if "?" in path else "?") + urlencode(pairs, errors=REPLACED)
    headers = [(name.lower(), text(value)) for name, value in step.headers.items()]
    if not step.media_type:
        return method, path, headers, b""
    kind, body = _body(step)
    return method, path, [*headers, ("content-type", kind)], body


def text(value: Any) -> str:
    """Return a value as it stands in a path, a query or a form."""
    return value if isinstance(value, str) else json.dumps(value)


def _body(step: Step) -> tuple[str, bytes]:
    kind = step.media_type
    if step.raw:
        return kind, str(step.body).encode("utf-8", "surrogateescape")
    if kind == FORM and isinstance(step.body, dict):
        return kind, urlencode(flat(step.body), errors=REPLACED).encode()
    if kind == "multipart/form-data" and isinstance(step.body, dict):
        files = [(name, (None, value.encode(errors=REPLACED))) for name, value in flat(step.body)]
        boundary = {"content-type": "multipart/form-data; boundary=workbook"}
        request = httpx.Request("POST", "http://app", files=files, headers=boundary)
        return request.headers["content-type"], request.read()
    if "json" in kind or not isinstance(step.body, str):
        return kind, json.dumps(step.body).encode()
    return kind, step.body.encode("utf-8", REPLACED)


def flat(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of a form, as text; of a list, one for each value."""
    pairs: list[tuple[str, str]] = []
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            pairs.append((name, text(each)))
    return pairs
