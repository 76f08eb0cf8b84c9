"""The import refuses what the old app refuses, says all that is wrong, and stores nothing."""

import json
import os
import random
from pathlib import Path

import pytest

from after_session import import_json
from before_dict_json import main as before
from tests.shared.data_files import BROKEN_FILES, ODD_FILES
from tests.shared.importing import run_import
from tests.shared.processes import data

LONG = "9" * 5000
# What the old app says in other words.
SAID = {
    "a key that is no id": "expense '01': [key]: String should match pattern",
    "deep nesting": "it has lists or objects too deep in one another",
}
MORE = {
    "half a file": (data()[:60], "not written to its end: Unterminated string"),
    "null": (b"null", "Input should be a valid dictionary"),
    "a list of expenses": (
        b'{"counter": 1, "expenses": []}',
        "expenses: Input should be a valid d",
    ),
    "a number as expense": (b'{"counter": 1, "expenses": {"1": 5}}', "expense '1': Input should"),
    "UTF-16": (data().decode().encode("utf-16"), "can't decode byte 0xff"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + data(), "it is not JSON, or not"),
    "the counter twice": (
        data().replace(b"{", b'{"counter": 1, ', 1),
        "the key 'counter' is there",
    ),
    "a date that is none": (
        data(date="2026-02-30"),
        "expense '1': date: Input should be a valid d",
    ),
    "a date that is text": (data(date="soon"), "expense '1': date: a date is text such as 2026-"),
    "a timestamp": (data(date=1764000000), "expense '1': date: a date is text such as 2026-"),
    "an id of 0": (data(1, id=0).replace(b'"1"', b'"0"'), "expense '0': [key]: String should"),
    "an id out of range": (
        data(2**31),
        "counter: Input should be less than or equal to 2147483647",
    ),
    "a long amount": (data(amount=0).replace(b": 0,", b": %b," % LONG.encode()), "'1': amount: In"),
    "a long counter": (data(0).replace(b": 0,", b": %b," % LONG.encode(), 1), "counter: Input sh"),
    "a long id": (data(id=LONG), "expense '1': id: Unable to parse input string as an integer"),
    "a long key": (data().replace(b'"1"', b'"%b"' % LONG.encode()), f"expense '{LONG[:40]}': E"),
    "infinite": (data(amount=2).replace(b": 2,", b": 1e999,"), "amount: Input should be a finite"),
    "half a sign": (data(description="\ud800"), "expense '1': description: Input should be a val"),
    "many fields": (data(**{f"x{n}": 1 for n in range(1_000)}), "expense '1': x0: Extra inputs"),
    "escape codes": (data(**{"\x1b[31m\n": 1}), "expense '1': ?[31m?: Extra inputs are not"),
}


CASES = MORE | {
    name: (content, SAID.get(name, said.replace("\n  ", ": ").replace("expenses.1.", "'1': ")))
    for name, (content, said) in BROKEN_FILES.items()
}


@pytest.mark.parametrize(("content", "said"), CASES.values(), ids=CASES)
def test_a_bad_file_is_refused_in_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "expenses.json"
    file.write_bytes(content)
    for dry_run in (False, True):
        status, error = run_import(file, f"sqlite:///{tmp_path}/expenses.db", dry_run=dry_run)
        assert (status, error.count("\n")) == (1, 0)
        assert error.startswith(f"Nothing was imported. Fix {file}: ")
        assert said in error
        assert len(error) < 600
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == content


def changed(content: bytes, dice: random.Random) -> bytes:
    """Change one value, or a few bytes."""
    if dice.random() < 0.3:
        place, length = dice.randrange(len(content)), dice.randrange(3)
        return content[:place] + dice.choice([b"", b"0", b'"', b"}"]) + content[place + length :]
    file = json.loads(content)
    record = dice.choice([file, file["expenses"], *file["expenses"].values()])
    key = dice.choice([*record, "1", "0", "id", "x"])
    record[key] = dice.choice(
        [None, True, 0, 1, 2, 1.0, 2.5, -1, "1", "", [], {}, 2**31, "2024-02-29"]
    )
    return json.dumps(file).encode()


def test_both_apps_refuse_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "expenses.json"
    monkeypatch.setattr(before, "DATA_FILE", file)
    dice, taken = random.Random(1), []
    for _ in range(1_000):
        content = dice.choice([data(1), data(3), ODD_FILES["not in the order of the ids"]])
        file.write_bytes(changed(content, dice))
        outcomes = []
        for load in (before.load_expenses, lambda: import_json.read(file)):
            try:
                outcomes.append(load() or True)
            except (RuntimeError, ValueError):
                outcomes.append(False)
        assert bool(outcomes[0]) == bool(outcomes[1]), file.read_bytes()
        taken.append(outcomes[0])
    assert 50 < sum(taken) < 950


def test_each_bad_expense_is_named_and_no_good_one_is_stored(tmp_path: Path) -> None:
    good = json.loads(data())["expenses"]["1"]
    wrong = [{"amount": 0}, {"category": "Food", "date": "x"}, {"id": 9}, {"id": 7_000}]
    expenses = {n: good | {"id": n} | (wrong[n // 2 % 4] if n % 2 else {}) for n in range(1, 61)}
    file = tmp_path / "expenses.json"
    file.write_text(json.dumps({"counter": 60, "expenses": expenses}))
    status, said = run_import(file, f"sqlite:///{tmp_path}/expenses.db")
    lines = said.replace("\n", f"\nNothing was imported. Fix {file}: ").splitlines()
    found = [line.removeprefix(f"Nothing was imported. Fix {file}: ") for line in lines]
    assert (status, len(found), found[-1]) == (1, 21, "and 10 more")
    assert found[:4] == [
        "expense '1': amount: Input should be greater than 0",
        "expense '3': category: Input should be 'food', 'transport', 'entertainment', 'utilities'"
        " or 'other'; date: a date is text such as 2026-11-23",
        "expense '5': expense 5 has the id 9, counter 60",
        "expense '7': expense 7 has the id 7000, counter 60",
    ]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.json", "there is no such file"),
        ("no/expenses.json", "there is no such file"),
        (".", "it is not a file"),
        ("pipe", "it is not a file"),  # to open it would wait for ever
        ("/dev/zero", "it is not a file"),
        ("x" * 256, "[Errno 36] File name too long"),
    ],
)
def test_what_is_no_file(name: str, reason: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    file = tmp_path / name
    status, said = run_import(file, f"sqlite:///{tmp_path}/expenses.db")
    assert status == 1
    assert said.startswith(f"Nothing was imported. Fix {file}: {reason}")
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]
