"""Values that an app is likely to take, where its document allows much more.

A document says "a number" where the code wants a price above zero, and "a text" where it wants one
of three words: with any number and any text, most answers would be refusals.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from workbook.same.requests.earlier import SEARCHES
from workbook.same.requests.limits import SMALL, numbers_within
from workbook.same.requests.odd_values import ODD, RECENT, like
from workbook.same.requests.step import reference
from workbook.same.requests.words import Words

LIMITS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
LIMITS |= {"enum", "const", "pattern", "format"}
DATED = "date|_(at|on)$|^(due|day|birthday|deadline|start|end|since|until|from|to)$"
NAMED = [
    (DATED, ["2026-02-28", "2026-11-23", "2026-11-23T08:00:00", "2026-11-24T09:30:00+02:00"]),
    ("password|^pwd?$", ["Secret-123"]),
    ("e_?mail", ["ann@example.com", "bob@example.com", "Ann@example.com"]),
    ("user_?name|^login$|^user$", ["anna", "bob_2", "Anna", "carl"]),
]
ANY_FIELD = 12  # values of the rows that came last, more or less
LOGIN = re.compile("login|log_in|signin|sign-in|token|session|auth$")


@dataclass(frozen=True)
class Likely:
    """What is known of an app's values.

    Args:
        words: of its source.
        told: names of fields for which the document says more than a type.
        numbers: of a field or a parameter with limits, some that are within them.
        nullable: the names of all fields, and whether null is one of their values.

    """

    words: Words = field(default_factory=Words)
    told: frozenset[str] = frozenset()
    numbers: dict[str, list[int]] = field(default_factory=dict)
    nullable: dict[str, bool] = field(default_factory=dict)

    def body(self, value: Any, operation: str, *, plain: bool) -> st.SearchStrategy[Any]:
        """Return bodies like one that the document allows; now and then all as it was earlier.

        Args:
            value: the one that is allowed.
            operation: such as "POST /login".
            plain: the body shall make what there is.

        """
        if not isinstance(value, dict | list):
            return st.just(value)
        return _body(self, value, operation, plain)

    def query(self, name: str, value: Any) -> st.SearchStrategy[Any]:
        """Return values for a parameter: of an earlier answer, of the source, small, or odd."""
        how: dict[str, st.SearchStrategy[Any]] = {
            "any": st.just(value),
            "odd": ODD,
            "known": _known(name, value),
            "like": self.like(name, value),
        }
        hows = ["any", "odd", *["known"] * 3, *["like"] * 3]
        return st.sampled_from(hows).flatmap(how.__getitem__)

    def like(self, name: str, value: Any) -> st.SearchStrategy[Any]:
        """Return values of the same type: small, a word, or what the name says."""
        if not isinstance(value, str):
            return like(value, self.numbers.get(name, SMALL))
        if named := self.words.named.get(name):
            return st.sampled_from(named)
        for pattern, values in NAMED:
            if re.search(pattern, name.lower()):
                return st.sampled_from(values)
        return like(value) | st.sampled_from(self.words.any) if self.words.any else like(value)


@st.composite
def _body(draw: st.DrawFn, likely: Likely, whole: Any, operation: str, plain: bool) -> Any:
    index, makes = draw(RECENT), operation.startswith("POST")
    copied = draw(st.integers(0, 19)) > (9 if makes and LOGIN.search(operation) else 18)

    def of(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: of(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [of(name, each) for each in value]
        if copied:  # all of them from one row, as a name and its password
            return reference(name, index, value, swapped=draw(st.integers(0, 9)) == 9)
        is_id = name.lower().endswith("id") and (name.lower() != "id" or not makes)
        how = draw(st.integers(0, 9))
        if is_id and how < 8:  # also where it may be left out
            return draw(_known(name, value))
        if value is None or isinstance(value, bool) or how > (9 if plain else 5):
            return value
        if isinstance(value, str) and how < (1 if makes else 3):
            return draw(_known(name, value))
        # Small numbers mostly are within the limits that a document tells; small texts are not.
        if name in likely.told and (isinstance(value, str) or how % 5 == 0):
            return value
        return draw(likely.like(name, value))

    return of("", whole)


def _known(name: str, value: Any) -> st.SearchStrategy[Any]:
    def known(index: int, n: int) -> Any:
        return reference(name, index, value, swapped=n == 9)

    # What is searched for may stand in any field.
    indexes = st.integers(0, ANY_FIELD) if name.lower() in SEARCHES else RECENT
    return st.builds(known, indexes, st.integers(0, 9))


def likely_in(document: Any, words: Words) -> Likely:
    """Return what a document tells of its fields.

    Args:
        document: of OpenAPI.
        words: of the app's source.

    """
    every = list(_dicts(document))
    fields = {name: schema for each in every for name, schema in _properties(each)}
    named = [each for each in every if isinstance(each.get("name"), str) and "in" in each]
    parameters = {each["name"]: each.get("schema") for each in named}
    texts = {name: json.dumps(schema) for name, schema in fields.items()}
    told = {name for name, text in texts.items() if any(f'"{each}"' in text for each in LIMITS)}
    nullable = {name: '"null"' in text for name, text in texts.items()}
    numbers = {name: numbers_within(schema) for name, schema in (parameters | fields).items()}
    return Likely(words, frozenset(told), numbers, nullable)


def _dicts(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        yield document
    for each in document.values() if isinstance(document, dict) else document:
        if isinstance(each, dict | list):
            yield from _dicts(each)


def _properties(schema: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    found = schema.get("properties")
    return found.items() if isinstance(found, dict) else ()
