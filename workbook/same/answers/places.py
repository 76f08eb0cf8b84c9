"""Where in two answers a value is, as Python that takes it from there."""

import json
from collections.abc import Iterator
from typing import Any

LAST = 'answer.headers["location"].rstrip("/").rpartition("/")[2]'


def places(
    first: dict[str, Any], second: dict[str, Any], old: Any, new: Any
) -> Iterator[tuple[str, str]]:
    """Yield where in two answers each has its value, as Python, and what it is called there.

    Args:
        first: the answer of OLD.
        second: the answer of NEW.
        old: the value that is looked for in the first.
        new: the one in the second.

    """
    try:
        bodies = json.loads(first["body"]), json.loads(second["body"])
        yield from _in_json(*bodies, old, new, "answer.json()", "value")
    except (ValueError, RecursionError):
        pass
    headers = dict(first["headers"]), dict(second["headers"])
    last = [each.get("location", "").rstrip("/").rpartition("/")[2] for each in headers]
    if last == [old, new]:
        yield LAST, "id"


def _in_json(
    first: Any, second: Any, old: Any, new: Any, where: str, key: str
) -> Iterator[tuple[str, str]]:
    if isinstance(first, dict) and isinstance(second, dict):
        for i, names in enumerate(zip(first, second, strict=False)):
            if names == (old, new):
                yield f"list({where})[{i}]", "key"
        for name in first:
            if name in second:
                inner = f"{where}[{json.dumps(name)}]"
                yield from _in_json(first[name], second[name], old, new, inner, name)
    elif isinstance(first, list) and isinstance(second, list):
        for i, pair in enumerate(zip(first, second, strict=False)):
            yield from _in_json(*pair, old, new, f"{where}[{i}]", key)
    elif (first, second, type(first), type(second)) == (old, new, type(old), type(new)):
        yield where, key
