"""The fields that an OpenAPI document names, and what may stand in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LIMITS = {"enum", "const", "pattern", "format"}  # of a text: not any will do


@dataclass(frozen=True)
class Field:
    """A field of a body.

    Attributes:
        may_be_null: null is one of its values.
        is_free_text: any short text is one.

    """

    may_be_null: bool
    is_free_text: bool


Fields = dict[str, Field]


def fields_in(document: Any) -> Fields:
    """Return all fields of a document by their names."""
    return dict(_found(document))


def _found(part: Any) -> Iterator[tuple[str, Field]]:
    if isinstance(part, dict):
        properties = part.get("properties")
        for name, schema in properties.items() if isinstance(properties, dict) else ():
            yield name, _field(schema)
        for each in part.values():
            yield from _found(each)
    elif isinstance(part, list):
        for each in part:
            yield from _found(each)


def _field(schema: Any) -> Field:
    whole = schema if isinstance(schema, dict) else {}
    kinds = [each for each in [whole, *whole.get("anyOf", [])] if isinstance(each, dict)]
    texts = [each for each in kinds if each.get("type") == "string"]
    free = [each for each in texts if not LIMITS & each.keys() and each.get("minLength", 0) < 2]
    return Field(any(each.get("type") == "null" for each in kinds), bool(free))
