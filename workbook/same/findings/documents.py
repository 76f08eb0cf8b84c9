"""Where two OpenAPI documents differ; names of models and of a path's parameters do not count."""

import re
from collections.abc import Iterator
from typing import Any

DOCUMENT = "OpenAPI"  # in place of an operation
NAMES = {"title", "operationId", "summary"}  # made from the names of functions and classes
PARAMETER = re.compile(r"{([^}]*)}")
NOTHING: dict[str, Any] = {}  # what a reference that leads nowhere refers to


def document_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield, in words, what a client can see that differs."""
    first, second = _operations(old), _operations(new)
    for key in sorted(first.keys() | second.keys()):
        name, _ = first.get(key) or second[key]
        if key not in second:
            yield f"{name}: not in NEW"
        elif key not in first:
            yield f"{name}: only in NEW"
        else:
            for where in _Comparison(old, new).differ(first[key][1], second[key][1], ""):
                yield f"{name}: {where}"


def _operations(document: dict[str, Any]) -> dict[tuple[str, str], tuple[str, Any]]:
    """Return name and description of each, by its path without names, and its method."""
    found: dict[tuple[str, str], tuple[str, Any]] = {}
    for path, methods in document.get("paths", {}).items():
        names = PARAMETER.findall(path)
        for method, operation in methods.items():
            key = PARAMETER.sub("{}", path), method
            what = f"{method.upper()} {path}", _with_places(operation, names, document)
            found[(path, method) if key in found else key] = what  # two: with Starlette's {a:int}
    return found


def _with_places(operation: Any, names: list[str], document: dict[str, Any]) -> Any:
    """Return an operation in which a path's parameters have an order instead of names."""
    if not isinstance(operation, dict) or not isinstance(operation.get("parameters"), list):
        return operation
    in_path: dict[int, Any] = {}
    others: list[Any] = []
    for each in operation["parameters"]:
        match _meant(each, document):
            case {"in": "path", "name": name, **rest} if name in names:
                in_path[names.index(name)] = rest
            case other:
                others.append(other)
    return operation | {"parameters": [in_path[place] for place in sorted(in_path)] + others}


def _meant(value: Any, document: dict[str, Any]) -> Any:
    """Return what a reference refers to; of anything else, itself."""
    passed: set[str] = set()
    while isinstance(value, dict) and isinstance(target := value.get("$ref"), str):
        if target in passed:
            return NOTHING
        passed.add(target)
        value = document
        for part in target.removeprefix("#/").split("/"):
            value = value.get(part, NOTHING) if isinstance(value, dict) else NOTHING
    return value


class _Comparison:
    """Compares an operation; two models that meet again need no second look, so it ends."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._old, self._new = old, new
        self._met: set[tuple[int, int]] = set()

    def differ(self, old: Any, new: Any, where: str) -> Iterator[str]:
        """Yield, in words, where two parts differ."""
        if isinstance(old, dict) and isinstance(new, dict) and ("$ref" in old or "$ref" in new):
            old, new = _meant(old, self._old), _meant(new, self._new)
            if (id(old), id(new)) in self._met:
                return
            self._met.add((id(old), id(new)))
        if isinstance(old, dict) and isinstance(new, dict):
            for name in sorted(old.keys() | new.keys()):
                here = f"{where}.{name}" if where else name
                if name in NAMES and isinstance(old.get(name, new.get(name)), str):
                    continue
                if name not in new:
                    yield f"{here} is not in NEW"
                elif name not in old:
                    yield f"{here} is only in NEW"
                else:
                    yield from self.differ(old[name], new[name], here)
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for i, pair in enumerate(zip(old, new, strict=True)):
                yield from self.differ(*pair, f"{where}[{i}]")
        elif old != new:
            yield f"{where} is {old!r}, now {new!r}"[:200]
