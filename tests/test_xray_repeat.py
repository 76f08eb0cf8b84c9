"""The picture of the same request is the same in every process.

With HEAVY=1 in the environment: on a busy machine too.
"""

import difflib
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

SCRIPT = """
import sys
sys.path.insert(0, "tests")
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from heroes import Hero, Team, app_of, engine_in
from sqlmodel import Session, select
from workbook import serve, trace

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
REQUESTS = [
    ("POST", "/expenses", LUNCH), ("POST", "/expenses", LUNCH), ("GET", "/expenses", None),
    ("GET", "/expenses?category=food", None), ("PATCH", "/expenses/1", {"amount": 3}),
    ("GET", "/expenses/9", None), ("GET", "/summary", None), ("DELETE", "/expenses/1", None),
    ("POST", "/expenses", {}),
]


def show(picture: Any) -> None:
    print(picture, picture.folded(), picture._repr_html_(), sep="\\n")


for package in ("before_dict_json", "after_session"):
    with serve(package) as server:
        for method, path, body in REQUESTS:
            show(trace(server.request, method, path, json=body))

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


HEAVY = bool(os.environ.get("HEAVY"))
SEEDS = ["0", "42", "7"] if HEAVY else ["0", "42"]


@contextmanager
def busy(number: int) -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for each in loops:
            each.kill()
            each.wait()


def run(seed: str) -> list[str]:
    command = [sys.executable, "-W", "error", "-c", SCRIPT]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_equal_whatever_the_seed_and_the_load() -> None:
    with busy(4 if HEAVY else 0), ThreadPoolExecutor() as at_once:
        first, *others = at_once.map(run, SEEDS)
    for each in others:
        assert list(difflib.unified_diff(first, each, n=0, lineterm="")) == []
