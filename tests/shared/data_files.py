"""Data files of the old app: those that it refuses, with the reason, and odd ones that it takes."""

import json

from tests.shared.processes import data

BROKEN_FILES = {
    "broken JSON": (data()[:-1], "Expecting ',' delimiter"),
    "an empty file": (b"", "Expecting value"),
    "a list": (b"[]", "Input should be a valid dictionary"),
    "no expenses": (b'{"counter": 0}', "expenses\n  Field required"),
    "a counter that is text": (data("1"), "counter\n  Input should be a valid integer"),
    "a counter below the highest id": (data(0), "expense 1 has the id 1, counter 0"),
    "a counter below 0": (b'{"counter": -1, "expenses": {}}', "counter\n  Input should be greater"),
    "a counter above every id": (data(2**31), "counter\n  Input should be less than or equal to"),
    "an id above its key": (data(2, id=2), "expense 1 has the id 2, counter 2"),
    "an id below its key": (data(2).replace(b'"1"', b'"2"'), "expense 2 has the id 1, counter 2"),
    "a key that is no id": (data().replace(b'"1"', b'"01"'), "expenses.01.[key]"),
    "no date": (data().replace(b', "date": null', b""), "date\n  Field required"),
    "bad UTF-8": (data().replace(b"tea", b"\xff"), "can't decode byte 0xff"),
    "an amount of NaN": (data(amount=float("nan")), "amount\n  Input should be a finite number"),
    "an unknown category": (data(category="Food"), "category\n  Input should be 'food'"),
    "an id twice": (data().replace(b'"1":', b'"1": {}, "1":'), "the key '1' is there twice"),
    "a field twice": (data().replace(b'"id"', b'"date": 1, "id"'), "the key 'date' is there twice"),
    "an unknown key": (data().replace(b"{", b'{"v": 1, ', 1), "v\n  Extra inputs are not"),
    "an unknown field": (data(note="hot"), "expenses.1.note\n  Extra inputs are not permitted"),
    "deep nesting": (b"[" * 100_000, "maximum recursion depth"),
}

_TEA, _LAST = (json.loads(data(2**31 - 1, id=id_))["expenses"]["1"] for id_ in (1, 2**31 - 1))
ODD_FILES = {
    "empty": b'{"counter": 0, "expenses": {}}',
    "every expense deleted": b'{"counter": 7, "expenses": {}}',
    "spaces, and the counter last": json.dumps(
        {"expenses": {"1": _TEA}, "counter": 1}, indent=4
    ).encode(),
    "an id that is text": data(id="1"),
    "an id that is a float": data(id=1.0),
    "an id that is true": data(id=True),
    "not in the order of the ids": json.dumps(
        {"counter": 2**31 - 1, "expenses": {f"{2**31 - 1}": _LAST, "10": _TEA | {"id": 10}}}
    ).encode(),
    "an amount without a point": data(amount=3),
    "the largest amount": data(amount=10**9),
    "the smallest amount": data(amount=5e-324),
    "an amount of 5,000 digits": data(amount=0).replace(b": 0,", b": 1." + b"0" * 5000 + b","),
    "the first day": data(date="0001-01-01"),
    "a leap day": data(date="2024-02-29"),
    "200 signs of two code units each": data(description="💶" * 200),
    "the same, not escaped": data().replace(b"tea", "💶".encode() * 200),
    "control characters": data(description="a\x01\t\n\r\x7f\u2028"),
}
