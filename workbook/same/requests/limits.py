"""Whole numbers within the limits that a document tells: an app refuses all others."""

from typing import Any

SMALL = range(21)  # which are likely to meet each other; 0 is what `if value:` takes for nothing


def numbers_within(schema: Any) -> list[int]:
    """Return whole numbers that a value may be: small ones, and those next to a limit.

    Args:
        schema: of the value; if it may be null as well, the limits are in one of its parts.
            Whatever else a document may have in its place has no limits.

    """
    options = schema.get("anyOf", []) if isinstance(schema, dict) else []
    parts = [each for each in (schema, *options) if isinstance(each, dict)]
    low = _limits(parts, "minimum", 0) + _limits(parts, "exclusiveMinimum", 1)
    high = _limits(parts, "maximum", 0) + _limits(parts, "exclusiveMaximum", -1)
    near = [*low, *(n + 1 for n in low), *(n - 1 for n in high), *high]
    within = [n for n in (*near, *SMALL) if all(n >= m for m in low) and all(n <= m for m in high)]
    return list(dict.fromkeys(within))


def _limits(parts: list[dict[str, Any]], name: str, step: int) -> list[int]:
    found = [part[name] for part in parts if isinstance(part.get(name), int | float)]
    return [int(each) + step for each in found if abs(each) < 2**63]
