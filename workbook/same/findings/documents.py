"""Where two OpenAPI documents differ; what a model is called does not count."""

from collections.abc import Iterator
from typing import Any

DOCUMENT = "OpenAPI"  # in place of an operation
NAMES = {"title", "operationId", "summary"}  # made from the names of functions and classes
DEEP = 30


def document_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield, in words, what a client can see that differs."""
    first, second = (each.get("paths", {}) for each in (old, new))
    for path in sorted(first.keys() | second.keys()):
        methods = first.get(path, {}), second.get(path, {})
        for method in sorted(methods[0].keys() | methods[1].keys()):
            name = f"{method.upper()} {path}"
            if method not in methods[1]:
                yield f"{name}: not in NEW"
            elif method not in methods[0]:
                yield f"{name}: only in NEW"
            else:
                a, b = (_inline(m[method], d) for m, d in zip(methods, (old, new), strict=True))
                for where in _differ(a, b, ""):
                    yield f"{name}: {where}"


def _inline(value: Any, document: dict[str, Any], depth: int = 0) -> Any:
    """Return a part with what it refers to in place of the references, and without names."""
    if isinstance(value, list):
        return [_inline(each, document, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    target = value.get("$ref")
    if isinstance(target, str):
        found: Any = document
        for part in target.removeprefix("#/").split("/"):
            found = found.get(part, {}) if isinstance(found, dict) else {}
        return _inline(found, document, depth + 1) if depth < DEEP else {}
    return {
        name: _inline(each, document, depth + 1)
        for name, each in value.items()
        if name not in NAMES or not isinstance(each, str)
    }


def _differ(old: Any, new: Any, where: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            here = f"{where}.{name}" if where else name
            if name not in new:
                yield f"{here} is not in NEW"
            elif name not in old:
                yield f"{here} is only in NEW"
            else:
                yield from _differ(old[name], new[name], here)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, pair in enumerate(zip(old, new, strict=True)):
            yield from _differ(*pair, f"{where}[{i}]")
    elif old != new:
        yield f"{where} is {old!r}, now {new!r}"[:200]
