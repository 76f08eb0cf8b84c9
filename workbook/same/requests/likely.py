"""Values that an app is likely to take, where its document allows much more.

A document says "a number" where the code wants a price above zero, and "a text" where it wants one
of three words: with any number and any text, most answers would be refusals.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from workbook.same.requests.odd_values import ODD, RECENT, like
from workbook.same.requests.step import reference

WORD = re.compile(r"[\w.:+-]{1,30}")
MANY = 200  # words
LIMITS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
LIMITS |= {"enum", "const", "pattern", "format"}
DATED = re.compile(r"date|_(at|on)$|^(due|day|birthday|deadline|start|end|since|until|from|to)$")
DATES = ["2026-02-28", "2026-11-23", "2026-11-23T08:00:00", "2026-11-24T09:30:00+02:00"]


@dataclass(frozen=True)
class Likely:
    """What is known of an app's values.

    Args:
        words: texts in its source.
        told: names of fields for which the document says more than a type.
        nullable: the names of all fields, and whether null is one of their values.

    """

    words: list[str] = field(default_factory=list)
    told: frozenset[str] = frozenset()
    nullable: dict[str, bool] = field(default_factory=dict)

    def body(self, value: Any, method: str) -> st.SearchStrategy[Any]:
        """Return bodies like one that the document allows; now and then all as it was earlier."""
        return _body(self, value, method) if isinstance(value, dict | list) else st.just(value)

    def query(self, name: str, value: Any) -> st.SearchStrategy[Any]:
        """Return values for a parameter: of an earlier answer, of the source, small, or odd."""
        how: dict[str, st.SearchStrategy[Any]] = {
            "any": st.just(value),
            "odd": ODD,
            "known": RECENT.map(lambda index: reference(name, index, value)),
            "like": self.like(name, value),
        }
        return st.sampled_from(["any", "any", "any", "odd", *["known"] * 3, *["like"] * 3]).flatmap(
            how.__getitem__
        )

    def like(self, name: str, value: Any) -> st.SearchStrategy[Any]:
        """Return values of the same type: small, a word, or a date, as the name says."""
        if not isinstance(value, str):
            return like(value)
        if DATED.search(name.lower()):
            return st.sampled_from(DATES)
        return st.sampled_from(self.words) if self.words else like(value)


@st.composite
def _body(draw: st.DrawFn, likely: Likely, whole: Any, method: str) -> Any:
    index, copied = draw(RECENT), draw(st.integers(0, 19)) == 19

    def of(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: of(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [of(name, each) for each in value]
        if copied:  # all of them from one row, as a name and its password
            return reference(name, index, value)
        is_id = name.lower().endswith("id") and (name.lower() != "id" or method != "POST")
        how = draw(st.integers(0, 9))
        if value is None or isinstance(value, bool) or how > (7 if is_id else 5):
            return value
        if is_id or (isinstance(value, str) and how < (1 if method == "POST" else 3)):
            return reference(name, draw(RECENT), value)
        if name in likely.told and (isinstance(value, str) or draw(st.booleans())):
            return value
        return draw(likely.like(name, value))

    return of("", whole)


def words_in(files: Iterable[Path]) -> list[str]:
    """Return the texts in an app's source that can be a value: words, and no sentences or paths."""
    found: dict[str, None] = {}
    for file in files:
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= dict.fromkeys([node.value] if WORD.fullmatch(node.value) else [])
    return list(found)[:MANY]


def likely_in(document: Any, words: list[str]) -> Likely:
    """Return what a document tells of its fields.

    Args:
        document: of OpenAPI.
        words: texts in the app's source.

    """
    fields = dict(_properties(document))
    told = {name for name, text in fields.items() if any(f'"{each}"' in text for each in LIMITS)}
    nullable = {name: '"null"' in text for name, text in fields.items()}
    return Likely(words, frozenset(told), nullable)


def _properties(document: Any) -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        found = document.get("properties")
        for name, schema in found.items() if isinstance(found, dict) else ():
            yield name, json.dumps(schema)
        for each in document.values():
            yield from _properties(each)
    elif isinstance(document, list):
        for each in document:
            yield from _properties(each)
