"""The picture of the same request is the same in every process, however its threads take turns.

HEAVY=1 makes the machine busy, too.
"""

import difflib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest

SCRIPT = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from tests.shared.heroes import Hero, Team, app_of, engine_in
from sqlmodel import Session, select
from workbook import serve, trace

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
REQUESTS = [
    ("POST", "/expenses", LUNCH), ("POST", "/expenses", LUNCH), ("GET", "/expenses", None),
    ("GET", "/expenses?category=food", None), ("PATCH", "/expenses/1", {"amount": 3}),
    ("GET", "/expenses/9", None), ("GET", "/summary", None), ("DELETE", "/expenses/1", None),
    ("POST", "/expenses", {}),
]


def show(found: Any) -> None:
    print(found, found.folded(), found._repr_html_(), sep="\\n")


sys.setswitchinterval(float(sys.argv[1]))
for package in ("before_dict_json", "after_session"):
    print("=====", package)
    with serve(package) as server:
        for method, path, body in REQUESTS:
            show(trace(server.request, method, path, json=body))

print("===== odd")
app = FastAPI()
with TemporaryDirectory() as folder:
    engine = engine_in(Path(folder))

    @app.get("/set")
    def a_set() -> int:
        few = {f"name {n}" for n in range(10)}
        many = {f"name {n}" for n in range(100)}
        both = [few, frozenset(many)]
        return len(both)

    @app.get("/objects")
    def objects() -> list:
        made = [object(), print, app, engine, lambda: 1, (n for n in "ab"), Hero, b"x", 1.5]
        return [type(each).__name__ for each in made]

    @app.get("/changes")
    def changes() -> int:
        with Session(engine) as session:
            session.add_all([Hero(name=f"hero {n}") for n in range(9)])
            session.flush()
            heroes = session.exec(select(Hero)).all()
            for hero in heroes:
                hero.age = 3
            session.commit()
            for hero in heroes:
                session.refresh(hero)
            for hero in heroes[::2]:
                session.delete(hero)
            session.commit()
            return len(heroes)

    with serve(app) as client:
        for path in ("/set", "/objects", "/changes"):
            show(trace(client.get, path))
    engine.dispose()
"""


@contextmanager
def busy() -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        yield
    finally:
        for each in loops:
            each.kill()
            each.wait()


def run(seed: str, interval: float) -> dict[str, list[str]]:
    """Return the lines of each app's pictures from a process of its own.

    Args:
        seed: for the order in sets.
        interval: seconds after which another thread has its turn; few put all in another order.

    """
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(interval)]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    _, *parts = done.stdout.split("===== ")
    return {name: lines for name, *lines in map(str.splitlines, parts)}


@pytest.fixture(scope="module")
def runs() -> list[dict[str, list[str]]]:
    with busy() if os.environ.get("HEAVY") else nullcontext():
        other = run("42", 0.000_01)
    return [run("0", 0.005), other]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["before_dict_json", "after_session", "odd"])
def test_equal_whatever_the_seed_and_the_load(runs: list[dict[str, list[str]]], what: str) -> None:
    lines = [each[what] for each in runs]
    assert sum(line.startswith("◀ ") for line in lines[0]) >= 3
    assert list(difflib.unified_diff(*lines, "seed 0", "seed 42", n=0, lineterm="")) == []
