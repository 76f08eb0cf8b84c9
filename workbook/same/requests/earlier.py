"""What came earlier in an example, and which of it a reference means.

Each app resolves references in its own answers, so an id that the two apps give differently is one
id all the same.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

from workbook.same.requests.step import MARK, Step

DEPTH, MOST = 6, 500  # of the values in one answer
LONG = 2_000  # characters of a value that can be an id or a token
IDS = {"id", "uuid", "uid", "pk", "key", "slug", "name", "code"}
SEARCHES = {"q", "query", "search", "keyword", "term"}
KEY, WHOLE = "(key)", "(answer)"  # the names of a dict's key, and of an answer that is one value
Named = tuple[str, Any, bool]  # name, value, whether it came from an answer


class Earlier:
    """The values of an example so far.

    Attributes:
        used: how many references were resolved to a value from an answer.

    """

    def __init__(self) -> None:
        self.values: list[Named] = []
        self.used = 0
        self._asked = Step("")
        self.cookies: dict[str, str] = {}

    def note_request(self, step: Step) -> None:
        """Note what is sent: a client may choose an id."""
        self._asked = step

    def note_answer(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        """Note what was sent and answered, if it is a success; and cookies in any case."""
        for each in (value for name, value in headers if name == "set-cookie"):
            pair, _, attributes = each.partition(";")
            name, _, value = pair.partition("=")
            if _is_over(attributes):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        if status >= 400:
            return  # an id that is refused would be refused again
        asked, own = self._asked, _row(self._asked.operation)
        self.values += [(name, value, False) for name, value in asked.path.items()]
        self.values += [(name, value, False) for name, value in _scalars(asked.body)]
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            data = None
        for name, value in _scalars(data):
            self.values.append((name, value, True))
            if own and name in ("id", "_id"):
                self.values.append((f"{own}_id", value, True))
        last = [v.rstrip("/").rpartition("/")[2] for n, v in headers if n == "location"]
        self.values += [("id", each, True) for each in last if each]

    def resolved(self, step: Step) -> Step:
        """Return a step with values for its references."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return replace(
            step,
            path=self._value(step.path, guess=True),
            query=[(name, self._value(value)) for name, value in step.query],
            headers=self._value(step.headers) | ({"cookie": cookies} if cookies else {}),
            body=self._value(step.body),
        )

    def _value(self, value: Any, *, guess: bool = False) -> Any:
        if isinstance(value, dict):
            if MARK in value:
                name, index = value[MARK]
                found = self._found(name, index, value["otherwise"], guess=guess)
                if value.get("swapped") and isinstance(found, str):
                    found = found.swapcase()
                return f"{value['before']}{found}" if value["before"] else found
            return {name: self._value(each, guess=guess) for name, each in value.items()}
        if isinstance(value, list):
            return [self._value(each) for each in value]
        return value

    def _found(self, name: str, index: int, otherwise: Any, *, guess: bool) -> Any:
        found: dict[str, Named] = {}
        for each in reversed(self._that_fit(name, otherwise if guess else None)):
            found.setdefault(repr(each[1]), each)
            if len(found) > index:
                break
        if not found:
            return otherwise
        _, value, answered = list(found.values())[min(index, len(found) - 1)]
        self.used += answered
        return value

    def _that_fit(self, name: str, otherwise: Any) -> list[Named]:
        exact = [each for each in self.values if each[0].lower() == name.lower()]
        alike = exact or [each for each in self.values if fits(name, each[0])]
        if isinstance(otherwise, int):  # where a whole number has to be, a text is refused
            alike = [each for each in alike if str(each[1]).isdecimal()]
        if alike or otherwise is None:
            return alike
        # In a path, a name that says nothing, as in "DELETE /books/{which}": any of this type.
        return [each for each in self.values if type(each[1]) is type(otherwise)]


def _is_over(attributes: str) -> bool:
    """Tell whether a cookie with these attributes is one that a client has to forget."""
    pairs = (each.partition("=") for each in attributes.split(";"))
    known = {name.strip().lower(): value.strip() for name, _, value in pairs}
    try:
        if "max-age" in known:  # counts more than a date
            return int(known["max-age"]) <= 0
        return parsedate_to_datetime(known["expires"]).timestamp() <= time.time()
    except (KeyError, ValueError, OverflowError):
        return False


def fits(name: str, key: str) -> bool:
    """Tell whether a value called `key` can be meant by a parameter called `name`."""
    name, key = name.lower(), key.lower()
    if key in (name, f"{name}s", WHOLE, KEY) or name in SEARCHES or name.endswith(f"_{key}"):
        return True
    if key in IDS:
        return name.endswith(key) or name in IDS or name.removesuffix("_id") != name
    return False


def _row(operation: str) -> str:
    """Return what a row is called: "product" for "GET /products/{product_id}"; empty: unknown."""
    parts = [each for each in operation.split("/")[1:] if each and "{" not in each]
    last = parts[-1].lower() if parts else ""
    return f"{last[:-3]}y" if last.endswith("ies") else last.removesuffix("s")


def _scalars(data: Any) -> Iterator[tuple[str, Any]]:
    """Yield the values in JSON that may be asked for, with their names; those of rows in order."""
    to_do: list[tuple[str, Any, int]] = [(WHOLE, data, 0)]
    left = MOST
    while to_do and left:
        name, value, depth = to_do.pop(0)
        left -= 1
        if isinstance(value, dict) and depth < DEPTH:
            if _is_by_id(value):
                to_do += [(KEY, key, depth) for key in value]
            to_do += [(str(key), each, depth + 1) for key, each in value.items()]
        elif isinstance(value, list) and depth < DEPTH:
            to_do += [(name, each, depth + 1) for each in value]
        elif (isinstance(value, str) and 0 < len(value) <= LONG) or type(value) is int:
            yield name, value


def _is_by_id(value: dict[str, Any]) -> bool:
    """Tell whether a dict has rows by their ids: not one row with a word for what it is."""
    is_word = len(value) == 1 and str(*value).isalpha()
    return bool(value) and not is_word and all(isinstance(each, dict) for each in value.values())
