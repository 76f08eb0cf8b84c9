"""Random requests to both servers: every answer is the same. HEAVY=1 tries many more."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from workbook.server import Server, serve

HEAVY = bool(os.environ.get("HEAVY"))
SETTINGS = settings(max_examples=1000 if HEAVY else 30, derandomize=not HEAVY, deadline=None)
SETTINGS = settings(SETTINGS, database=None, phases=[Phase.generate])  # `shortest` is faster

ODD = ["", "\0", "\ud800", "\ud83d\ude00", "é" * 200, "x" * 201, "Food", "1", "x\n", "0000-01-01"]
ODD += ["2026-02-30", "20261123", "2026-11-23T00:00", "2026-11-23\n", "２０２６-11-23", []]
ODD += [0, -0.0, 1e9, 1e9 + 1e-6, 5e-324, 10**400, float("nan"), float("inf"), True, None]
ANYTHING = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=[])) | st.floats()
# Thousandths and large numbers: their sums come near half a cent, where rounding could differ.
AMOUNTS = st.sampled_from([0.005, 0.015, 1.005, 0.1, 1, 999_999_999.995, 1e9, 1e-9])
VALUES = {
    "description": st.sampled_from(["tea", "☕", "👩‍👩‍👧", "'; DROP TABLE expense; --"]),
    "amount": AMOUNTS | st.integers(1, 10**6).map(lambda n: n / 1000) | st.floats(1e-9, 1e9),
    "category": st.sampled_from(["food", "transport", "entertainment", "utilities", "other"]),
}
DATE = {"date": st.none() | st.dates().map(str)}
GOOD = st.fixed_dictionaries(VALUES, optional=DATE)
PART = st.fixed_dictionaries({}, optional=VALUES | DATE)
SPOILING = st.dictionaries(st.sampled_from([*VALUES, *DATE, "id", "more"]), ANYTHING, max_size=2)
SPOILT = st.builds(dict.__or__, GOOD | PART, SPOILING)
TEA = '{"description": "tea", "category": "food", "amount": %s}'
BROKEN = [TEA % odd for odd in ("1e400", "1E2", "01", "", "1,", '1, "amount": 2', "9" * 500)]
BROKEN += ["", "{", "null", "[]", "1", "[" * 9000, "9" * 9000, b"\xff", (TEA % 1).encode("utf-16")]
BODY = (SPOILT | SPOILT | ANYTHING).map(json.dumps) | st.sampled_from(BROKEN)
RECENT = st.integers(0, 4)  # an id: how many before the newest
ODD_IDS = [0, -1, 2**31 - 1, 2**31, 2**63, "9" * 5000, "", "x", "1.0", "01", "%00", "%D9%A1"]
EXPENSE = RECENT | RECENT | st.sampled_from(ODD_IDS).map("/expenses/{}".format)
FILTER = st.sampled_from(["food", "transport", "", "Food", "%00", "%FF", "food&category=other"])
ALL = st.sampled_from(["/expenses", "/summary"])
PLACE = ALL | EXPENSE | FILTER.map("/expenses?category={}".format) | st.just("/openapi.json")
METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "BREW"] * 3
METHOD = st.sampled_from([*METHODS, "RESTART"])  # a restart takes 0.3 s: not too many
JSON = "application/json"
KIND = st.sampled_from([JSON, JSON + "; charset=latin-1", "application/a+json", "text/plain", ""])
REQUEST = st.one_of(
    st.tuples(st.just("POST"), st.just("/expenses"), GOOD.map(json.dumps), st.just(JSON)),
    st.tuples(st.just("POST"), st.just("/expenses"), BODY, st.just(JSON)),
    st.tuples(st.just("PATCH"), RECENT, PART.map(json.dumps), st.just(JSON)),
    st.tuples(st.just("PATCH"), EXPENSE, BODY, st.just(JSON)),
    st.tuples(st.just("DELETE"), EXPENSE, st.just(""), st.just(JSON)),
    st.tuples(st.just("GET"), ALL | ALL | PLACE, st.just(""), st.just(JSON)),
    st.tuples(METHOD, PLACE, BODY, KIND),
)
SCRIPT = """\
from workbook.server import serve
with serve({0!r}) as before, serve({1!r}) as after:
    for method, path, body, kind in {2}:
        print(method, path, ascii(body), kind)
        for server in before, after:
            if method == "RESTART":
                server.restart()
                continue
            answer = server.request(method, path, content=body, headers={{"content-type": kind}})
            print("   ", answer.status_code, answer.headers.get("content-type"), answer.content)
"""


class SameAnswers(RuleBasedStateMachine):
    compared = 0

    def __init__(self, before: Server, after: Server) -> None:
        super().__init__()
        self.before, self.after = before, after
        self.steps, self.sent = [], []
        before.main.expenses.clear()
        before.main.counter = 0  # all as if new; new servers would take 0.3 s
        before.data_file.unlink(missing_ok=True)
        with closing(sqlite3.connect(after.database_url.removeprefix("sqlite:///"))) as database:
            database.executescript("DELETE FROM expense; DELETE FROM sqlite_sequence")

    @rule(step=REQUEST)
    def send(self, step: tuple) -> None:
        method, path, body, kind = step
        if isinstance(path, int):
            path = f"/expenses/{self.before.main.counter - path}"
        self.steps.append(step)
        self.sent.append((method, path, body, kind))
        if method == "RESTART":
            self.before.restart()
            self.after.restart()
            return
        SameAnswers.compared += 1
        options = {"content": body, "headers": {"content-type": kind}}
        answers = [s.request(method, path, **options) for s in (self.before, self.after)]
        before, after = [(a.status_code, a.headers.get("content-type"), a.content) for a in answers]
        if before != after or before[0] == 500:
            raise AssertionError(self.steps, self.sent)


def shortest(servers: tuple, steps: list[tuple], sent: list[tuple]) -> list[tuple]:
    for form in (steps, sent):  # with ids counted from the newest, and as they were
        for i in range(len(form)):
            machine = SameAnswers(*servers)
            try:
                for step in form[:i] + form[i + 1 :]:
                    machine.send(step=step)
            except AssertionError as error:
                return shortest(servers, *error.args)
    return sent


def compare(*packages: str) -> None:
    SameAnswers.compared = 0
    with serve(packages[0]) as before, serve(packages[1]) as after:
        try:
            run_state_machine_as_test(lambda: SameAnswers(before, after), settings=SETTINGS)
        except AssertionError as error:
            requests = shortest((before, after), *error.args)
            raise AssertionError(SCRIPT.format(*packages, requests)) from None


def test_both_versions_give_the_same_answers(record_property: Callable) -> None:
    compare("before_dict_json", "after_session")
    assert SameAnswers.compared > 1000
    said = f"{SameAnswers.compared} requests, each sent to both servers: the same answers"
    record_property("said", said)  # the root conftest.py writes it at the end


def test_a_difference_is_shown_by_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An app that forgets to commit a DELETE: it takes POST, DELETE and a look to see that.
    source = Path(__file__).parents[2].joinpath("after_session", "main.py").read_text("utf-8")
    forgetful = source.replace("session.delete(db_expense)\n    session.commit()", "pass")
    (tmp_path / "forgetful").mkdir()
    (tmp_path / "forgetful" / "main.py").write_text(forgetful, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AssertionError) as failure:
        compare("before_dict_json", "forgetful")
    command = [sys.executable, "-c", str(failure.value)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    answers = [line for line in run.stdout.splitlines() if line.startswith("    ")]
    same = [answers[i] == answers[i + 1] for i in range(0, len(answers), 2)]
    assert same in ([True, True, False], [True, True, True, False]), run.stdout + run.stderr
