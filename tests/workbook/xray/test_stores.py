"""Of a store whose contents cannot be seen, it is at least said that it is used."""

import dbm.dumb
import shelve
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI, Request

from tests.shared.odd_apps import traced
from workbook import serve, trace
from workbook.xray.observe.outside.stores import store_of

UNSEEN = "is used here: what it stores is not seen"


def made(module: str, *bases: type) -> type:
    """Return a class of a library."""
    return type("Client", bases or (object,), {"__module__": module})


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    redis = ModuleType("redis")
    redis.__file__ = str(tmp_path / "site-packages/redis/__init__.py")
    monkeypatch.setitem(sys.modules, "redis", redis)
    return redis


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (made("redis.client")(), "redis"),
        (made("pymongo.synchronous.collection")(), "pymongo"),
        (made("mysql.connector.connection")(), "mysql.connector"),
        (made("google.cloud.firestore_v1.client")(), "Firestore"),
        (made("psycopg2.errors", Exception), ""),
        (made("psycopg"), ""),
        (made("requests.sessions")(), ""),
        (1, ""),
    ],
)
def test_by_its_class(value: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = value.__module__ if isinstance(value, type) else type(value).__module__
    installed = SimpleNamespace(__file__="/x/site-packages/x.py")
    monkeypatch.setitem(sys.modules, root, sys.modules.get(root, installed))
    assert store_of(value) == name


def test_a_module_that_a_function_uses(library: ModuleType, monkeypatch: Any) -> None:
    monkeypatch.setitem(globals(), "redis", library)

    def endpoint() -> bool:
        return redis is None  # noqa: F821

    picture = traced(endpoint)
    assert picture.troubles == [f"redis {UNSEEN}"]
    assert f"! redis {UNSEEN}" in repr(picture)


def test_a_shelf(tmp_path: Path) -> None:
    def endpoint() -> int:
        with shelve.Shelf(dbm.dumb.open(str(tmp_path / "shelf"))) as shelf:
            shelf["a"] = 1
            return len(shelf)

    assert f"shelve {UNSEEN}" in traced(endpoint).troubles


def test_in_an_object_and_in_the_state_of_the_app(library: ModuleType) -> None:
    client = made("redis")()

    class Cache:
        def __init__(self) -> None:
            self.client = client

    cache = Cache()
    app = FastAPI()
    app.state.client = client
    app.get("/object")(lambda: cache is None)

    @app.get("/state")
    def of_state(request: Request) -> bool:
        return request is None

    with serve(app) as server:
        for path in ("/object", "/state"):
            assert trace(server.get, path).troubles == [f"redis {UNSEEN}"]


def test_a_module_of_the_app_with_such_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ModuleType("databases")
    own.__file__ = "/app/databases.py"
    monkeypatch.setitem(sys.modules, "databases", own)
    assert store_of(own) == ""
    assert store_of(made("databases")()) == ""
