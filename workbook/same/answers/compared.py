"""Where two answers to the same request differ, and in what way."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from workbook.display.harmless import clean
from workbook.same.answers.difference import Difference
from workbook.same.answers.forms import is_id, other_form, type_in_words
from workbook.same.answers.noise import TOP, Noise, Tokens

NOT_AGREED = "not the value that stood for it before"
UNLIKE = {"date", "server", "content-length"}  # headers that say nothing, or what the body says


def differences(
    operation: str,
    old: dict[str, Any],
    new: dict[str, Any],
    noise: Noise,
    tokens: Tokens,
    *,
    is_new: bool = False,
) -> list[Difference]:
    """Return how two answers differ; what is noise does not count.

    Args:
        operation: that was asked for.
        old: the answer of OLD.
        new: the answer of NEW.
        noise: where they may differ.
        tokens: the values that stood for each other so far; more are added.
        is_new: the second answer is one of NEW, not of OLD again.

    """
    if old["status"] != new["status"]:
        return [Difference(operation, f"status {_status(old)}, now {_status(new)}")]
    if not old["status"]:
        return []  # neither answers
    comparison = _Comparison(operation, old["status"], noise, tokens, is_new)
    found = list(comparison.headers(_headers(old), _headers(new)))
    return found or list(comparison.bodies(old["body"], new["body"]))


def _status(answer: dict[str, Any]) -> str:
    """Say a status, and of a crash the error: who accepts one does not accept another."""
    status, error = answer["status"], answer["raised"].partition(":")[0]
    return f"{status} ({error})" if status >= 500 and error else str(status or error)


def _headers(answer: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in answer["headers"]:
        if name not in UNLIKE:
            found.setdefault(name, []).append(value)
    return found


class _Comparison:
    def __init__(
        self, operation: str, status: int, noise: Noise, tokens: Tokens, is_new: bool
    ) -> None:
        self._operation, self._status = operation, status
        self._noise, self._tokens, self._is_new = noise, tokens, is_new

    def headers(self, old: dict[str, list[str]], new: dict[str, list[str]]) -> Iterator[Difference]:
        for name in sorted(old.keys() | new.keys()):
            yield from self._values(old.get(name, []), new.get(name, []), f"header {name}")

    def bodies(self, old: str, new: str) -> Iterator[Difference]:
        if old == new and not self._noise.consistent:
            return
        try:
            first, second = json.loads(old), json.loads(new)
        except (ValueError, RecursionError):
            yield from self._values(old, new, "the text")
            return
        found = list(self._values(first, second, ""))
        yield from found
        if not found and first == second and old != new:
            yield self._difference("the same JSON, written differently", "")

    def _values(self, old: Any, new: Any, where: str) -> Iterator[Difference]:
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._dicts(old, new, where)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._lists(old, new, where)
        elif type(old) is not type(new):
            types = type_in_words(old), type_in_words(new)
            yield self._difference(f"{types[0]}, now {types[1]}, at {where or TOP}", where)
        elif self._is_noise(where):
            if self._is_new:
                self._noise.note((self._operation, self._status, where), old, new)
            yield from self._forms(old, new, where)
            if not self._is_loose(where) and not self._tokens.agree(old, new):
                text = f"{NOT_AGREED}, at {where or TOP}"
                yield self._difference(text, where, noise=True)
        elif old != new:
            yield self._difference(f"another value at {where or TOP}", where, noise=True)

    def _forms(self, old: Any, new: Any, where: str) -> Iterator[Difference]:
        text = other_form(old, new)
        if text and not self._is_noise(f"{where}(form)"):
            yield self._difference(f"{text}, at {where or TOP}", f"{where}(form)", noise=True)

    def _is_loose(self, where: str) -> bool:
        return (self._operation, self._status, where) in self._noise.loose

    def _is_noise(self, where: str) -> bool:
        place = (self._operation, self._status, where)
        return place in self._noise.consistent or place in self._noise.loose

    def _is_free(self, key: str) -> bool:
        names = self._noise.free.get((self._operation, self._status))
        return names is not None and key not in names

    def _dicts(self, old: dict, new: dict, where: str) -> Iterator[Difference]:
        gone, come = [[k for k in a if k not in b] for a, b in ((old, new), (new, old))]
        if gone or come:
            keys = f"{where}.(key)"
            if len(gone) == len(come) and self._is_noise(keys):
                for first, second in zip(gone, come, strict=True):
                    self._tokens.agree(first, second)
                    yield from self._values(old[first], new[second], f"{where}.*")
                gone = come = []
            elif len(gone) == len(come):
                yield self._difference(f"other keys at {where or TOP}", keys, noise=True)
            elif all(is_id(key) or self._is_free(key) for key in [*gone, *come]):
                words = "fewer" if len(gone) > len(come) else "more"
                yield self._difference(f"{words} keys at {where or TOP}", where)
            else:
                names = ", ".join([f"without {k}" for k in gone] + [f"with {k}" for k in come][:2])
                yield self._difference(f"{names}, at {where or TOP}", where)
        elif list(old) != list(new):
            yield self._difference(f"other order of the keys at {where or TOP}", where)
        for key in old:
            if key in new:
                is_any = self._is_free(key) or (isinstance(old[key], dict) and is_id(key))
                name = "*" if is_any else key
                yield from self._values(old[key], new[key], f"{where}.{name}")

    def _lists(self, old: list, new: list, where: str) -> Iterator[Difference]:
        if len(old) != len(new):
            words = "fewer" if len(new) < len(old) else "more"
            yield self._difference(f"{words} items at {where or TOP}", where)
        elif self._is_noise(order := f"{where}(order)"):
            # What differs each time and is in another order each time cannot be told apart.
            for first, second in zip(sorted(old, key=repr), sorted(new, key=repr), strict=True):
                yield from self._values(first, second, f"{where}[]")
        elif old != new and sorted(map(repr, old)) == sorted(map(repr, new)):
            text = f"other order of the items at {where or TOP}"
            yield self._difference(text, order, noise=True)
        else:
            for first, second in zip_longest(old, new):
                yield from self._values(first, second, f"{where}[]")

    def _difference(self, kind: str, where: str, *, noise: bool = False) -> Difference:
        # A kind is printed, and written into differences.toml: a key may be any text.
        return Difference(self._operation, clean(kind, one_line=True), where, noise)
