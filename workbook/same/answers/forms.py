"""In what form a value is written that differs each time: a time with an offset, a UUID.

A database that keeps a time without its offset changes the form of all times, and no other trace
of that is left where every value is another one.
"""

import re

TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?P<sign>[T ])\d\d:\d\d(?::\d\d)?(?:[.,](?P<part>\d+))?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HEX = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
LARGE = 10**9  # such as seconds since 1970


def other_form(old: object, new: object) -> str:
    """Return how the forms of two values differ, in words; empty: they do not.

    Args:
        old: a value of OLD.
        new: what stands in its place in NEW, of the same type.

    """
    first, second = _form(old), _form(new)
    if first == second:
        return ""
    if len(first) == len(second):
        pairs = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
        first, second = ([pair[i] for pair in pairs] for i in range(2))
    texts = [", ".join(each) or "a value of another form" for each in (first, second)]
    return f"{texts[0]}, now {texts[1]}"


def _form(value: object) -> list[str]:
    """Return what is to be said of a value's form; nothing: any other of its type would do."""
    if isinstance(value, int | float):
        is_large = LARGE <= abs(value) < 2**63
        return [f"a number of {len(str(int(abs(value))))} digits"] if is_large else []
    if not isinstance(value, str):
        return []
    if match := TIME.fullmatch(value):
        zone = {None: "without an offset", "Z": "with Z"}.get(match["zone"], "with an offset")
        digits = len(match["part"] or "")
        sign = "T" if match["sign"] == "T" else "a space"
        return [f"a time {zone}", f"{digits} digits of a second", f"{sign} before the hour"]
    if UUID.fullmatch(value):
        return ["a UUID"]
    return ["32 hexadecimal digits"] if HEX.fullmatch(value) else []


def is_id(key: str) -> bool:
    """Tell whether a dict's key is an id, and no name."""
    return key.isdecimal() or bool(UUID.fullmatch(key) or HEX.fullmatch(key))


def type_in_words(value: object) -> str:
    """Return the type of a value in JSON."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    names |= {int: "a whole number", float: "a number", type(None): "null"}
    return names.get(type(value), type(value).__name__)
