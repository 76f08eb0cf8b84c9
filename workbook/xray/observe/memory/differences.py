"""What differs between two copies of a value, such as `notes[0].done: False → True`."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from workbook.display.secrets import is_open, is_secret, without_secrets
from workbook.xray.observe.memory.copies import is_same
from workbook.xray.observe.memory.excerpts import EXCERPT, excerpts
from workbook.xray.observe.memory.shapes import is_shape
from workbook.xray.observe.values import key_text, short
from workbook.xray.snapshot import Part

SHOWN = 8  # parts that differ
COUNTED = 10_000
ABSENT = object()

Say = Callable[[Any, str], str]
KeyText = Callable[[Any, bool], str]


class _Difference(NamedTuple):
    place: str
    name: str  # of the variable, field or key: tells whether it is a secret
    old: Any
    new: Any
    key: str = ""  # as text, of what is new or gone in a dict or an object
    sign: str = ""  # between the key and the value
    words: str = ""


def differences(
    root: str, old: Any, new: Any, *, say: Say = short, key: KeyText = key_text
) -> tuple[Part, ...]:
    """Return the parts that differ, of two values that are not the same.

    Args:
        root: the name of the variable.
        old: what was copied before.
        new: what was copied later.
        say: returns a value of a name as text.
        key: returns a key of a dict as text; True: of one whose name is a secret's.

    """
    for is_strict in (False, True):  # 1 and True are equal, and yet not the same
        found = _Walk(key, is_strict).walk(root, root, old, new)
        first = [_part(each, say) for each in islice(found, SHOWN)]
        if first:
            more = sum(1 for _ in islice(found, COUNTED))
            many = f"… and {'more than ' if more == COUNTED else ''}{more:,} more"
            return (*first, Part(root, "", "", many)) if more else tuple(first)
    return (Part(root, "", "", "changed"),)


def _part(each: _Difference, say: Say) -> Part:
    place, name, old, new, key, sign, words = each
    if words:
        return Part(place, "", "", words)
    if old is ABSENT:
        return Part(place, "+", "", f"{key}{sign}{say(new, name)}")
    if new is ABSENT:
        return Part(place, "−", key or say(old, name), "")
    is_text = type(old) is type(new) is str and not is_secret(name)
    if is_text and max(len(old), len(new)) > EXCERPT:
        old, new = excerpts(without_secrets(old), without_secrets(new))
    texts = say(old, name), say(new, name)
    return Part(place, "→", *texts) if texts[0] != texts[1] else Part(place, "", "", "changed")


class _Walk:
    """Goes through two values side by side."""

    def __init__(self, key: KeyText, is_strict: bool) -> None:
        self._key = key
        self._is_strict = is_strict

    def walk(self, place: str, name: str, old: Any, new: Any) -> Iterator[_Difference]:
        """Yield what differs."""
        kinds = type(old), type(new)
        if is_shape(old) and is_shape(new) and old[:2] == new[:2] and len(old) == len(new) > 2:
            if len(old) == 4:
                yield from self._fields(place, name, old[2], new[2])
            else:
                yield from self.walk(place, name, old[2], new[2])
        elif kinds == (dict, dict):
            yield from self._dicts(place, name, old, new)
        elif kinds in ((list, list), (tuple, tuple)) and not (is_shape(old) or is_shape(new)):
            yield from self._lists(place, name, old, new)
        elif kinds in ((set, set), (frozenset, frozenset)):
            yield from (_Difference(place, name, each, ABSENT) for each in _sorted(old - new))
            yield from (_Difference(place, name, ABSENT, each) for each in _sorted(new - old))
        elif self._differ(old, new):
            yield _Difference(place, name, old, new)

    def _differ(self, old: Any, new: Any) -> bool:
        seem_equal = not self._is_strict and type(old) is type(new) and old == new
        return not seem_equal and not is_same(old, new)

    def _fields(self, place: str, name: str, old: dict, new: dict) -> Iterator[_Difference]:
        for field in dict.fromkeys([*old, *new]):
            one, other = old.get(field, ABSENT), new.get(field, ABSENT)
            inner = f"{place}.{field}" if field else place  # what a list or dict of one's own holds
            secret = field or name  # an object's fields have names of their own
            if one is ABSENT or other is ABSENT:
                yield _Difference(place, secret, one, other, field, "=")
            elif self._differ(one, other):
                yield from self.walk(inner, secret, one, other)

    def _dicts(self, place: str, name: str, old: dict, new: dict) -> Iterator[_Difference]:
        is_hidden = is_secret(name)
        for key, each in new.items():
            if key in old and not self._differ(old[key], each):
                continue
            secret, text = _passed_on(name, key), self._key(key, is_hidden)
            if key in old:
                yield from self.walk(f"{place}[{text}]", secret, old[key], each)
            else:
                yield _Difference(place, secret, ABSENT, each, text, ": ")
        for key, each in old.items():
            if key not in new:
                yield _Difference(place, name, each, ABSENT, self._key(key, is_hidden))
        if old.keys() == new.keys() and list(old) != list(new):
            yield _Difference(place, name, old, new, words="in another order")

    def _lists(self, place: str, name: str, old: Any, new: Any) -> Iterator[_Difference]:
        size, name = min(len(old), len(new)), _passed_on(name, "")
        start = next((i for i in range(size) if self._differ(old[i], new[i])), size)
        rest = range(size - start)
        same = next((i for i in rest if self._differ(old[-1 - i], new[-1 - i])), len(rest))
        gone, here = old[start : len(old) - same], new[start : len(new) - same]
        if len(gone) != len(here):
            yield from (_Difference(place, name, each, ABSENT) for each in gone)
            yield from (_Difference(place, name, ABSENT, each) for each in here)
            return
        for i, (one, other) in enumerate(zip(gone, here, strict=True), start):
            if self._differ(one, other):
                yield from self.walk(f"{place}[{i}]", name, one, other)


def _passed_on(name: str, key: Any) -> str:
    """Return the name of a part; all that is under a secret's name is a secret."""
    if is_secret(name) and not is_open(key):
        return name
    return key if type(key) is str else ""


def _sorted(values: set) -> list:
    return sorted(values, key=repr)
