"""A variable that outlives functions is seen wherever it is kept, and under any name."""

from collections import Counter, OrderedDict, defaultdict, deque
from itertools import count
from types import SimpleNamespace

from tests.shared.odd_apps import before, texts, traced

SHELVES: list[dict] = [{"id": 1}]
LIMIT = 5
votes: defaultdict[str, int] = defaultdict(int)
words: Counter[str] = Counter("aab")
last = deque([1, 2], maxlen=2)
ordered = OrderedDict(b=1)
numbers = count(1)
config = SimpleNamespace(mode="slow")
total = 0


class Store:
    rows: list[str] = []  # noqa: RUF012
    made = 0

    def __init__(self) -> None:
        self.items: dict[int, str] = {}
        self._next = 1

    def add(self, text: str) -> int:
        self.items[self._next] = text
        self._next += 1
        return self._next


store = Store()


def test_capitals() -> None:
    def endpoint() -> int:
        SHELVES.append({"id": 2})
        SHELVES[0]["id"] = LIMIT
        return LIMIT

    picture = traced(endpoint)
    assert texts(picture, "memory") == [
        "SHELVES: [{'id': 1}] → [{'id': 1}, {'id': 2}]",
        "SHELVES: [{'id': 1}, {'id': 2}] → [{'id': 5}, {'id': 2}]",
    ]
    assert "SHELVES" in before(picture)
    assert "LIMIT" not in before(picture)  # it does not change


def test_what_collections_and_itertools_have() -> None:
    def endpoint() -> int:
        votes["x"] += 1
        words["b"] += 1
        last.append(3)
        ordered.move_to_end("b")
        number = next(numbers)
        config.mode = "fast"
        return number

    shown = texts(traced(endpoint), "memory")
    assert shown == [
        "votes: defaultdict({}) → defaultdict({'x': 1})",
        "words: Counter({'a': 2, 'b': 1}) → Counter({'a': 2, 'b': 2})",
        "last: deque([1, 2]) → deque([2, 3])",
        "numbers: count(1) → count(2)",
        "config: SimpleNamespace(mode='slow') → SimpleNamespace(mode='fast')",
    ]
    assert next(numbers) == 2


def test_a_class_and_an_instance() -> None:
    def endpoint() -> int:
        Store.rows.append("row")
        Store.made += 1
        return store.add("text")

    picture = traced(endpoint)
    assert texts(picture, "memory") == [
        "Store.rows: [] → ['row']",
        "Store.made: 0 → 1",
        "store: Store(items={}, _next=1) → Store(items={1: 'text'}, _next=1)",
        "store: Store(items={1: 'text'}, _next=1) → Store(items={1: 'text'}, _next=2)",
    ]
    assert "self" not in "".join(texts(picture, "object"))
