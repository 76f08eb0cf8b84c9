"""Keys of an answer that are values, as in {"food": 3.5, "fun": 9}: a document of OpenAPI tells."""

from collections.abc import Iterator
from typing import Any

FreeKeys = dict[tuple[str, int], frozenset[str]]


def free_keys(document: Any) -> FreeKeys:
    """Return of which answers, by operation and status, the keys are free but for these names.

    Args:
        document: of OpenAPI, with paths.

    """
    found: FreeKeys = {}
    for path, methods in _dict(_dict(document).get("paths")).items():
        for method, operation in _dict(methods).items():
            for status, response in _dict(_dict(operation).get("responses")).items():
                schemas = list(_within(response, document, frozenset()))
                # Of `dict` alone nothing is known: its keys are names in most apps.
                if str(status).isdecimal() and any(_dict(s.get(MORE)) for s in schemas):
                    names = {name for s in schemas for name in _dict(s.get("properties"))}
                    found[f"{method.upper()} {path}", int(status)] = frozenset(names)
    return found


MORE = "additionalProperties"


def _within(part: Any, document: Any, followed: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield a part of the document, what is in it, and what it refers to, each reference once."""
    if isinstance(part, list):
        for each in part:
            yield from _within(each, document, followed)
    if not isinstance(part, dict):
        return
    yield part
    target = part.get("$ref")
    if isinstance(target, str) and target not in followed:
        found = document
        for name in target.removeprefix("#/").split("/"):
            found = _dict(found).get(name)
        yield from _within(found, document, followed | {target})
    for each in part.values():
        yield from _within(each, document, followed)


def _dict(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}
