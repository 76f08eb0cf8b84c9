"""What the tasks of `exercise/after_the_switch.py` are tried on; by default, the solution is."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session, SQLModel, select

from after_session.models import Expense
from workbook.server import Server, closed_meanwhile, serve

SOLUTION = "tests.shared.solutions.after_the_switch"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tasks", help="the module to test; by default, the solution")


@pytest.fixture
def theirs(pytestconfig: pytest.Config) -> ModuleType:
    return import_module(pytestconfig.getoption("--tasks", default=None) or SOLUTION)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/expenses.db", connect_args={"timeout": 1})
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["expense"]])
    yield engine
    engine.dispose()


@pytest.fixture
def stored(engine: Engine) -> Callable[[], dict[int, dict[str, Any]]]:
    """Return a function that reads, in a session of its own, what is stored: expenses by id."""

    def stored() -> dict[int, dict[str, Any]]:
        with Session(engine) as session:
            found = session.exec(select(Expense).order_by("id")).all()
            return {each.id: each.model_dump(exclude={"id"}) for each in found if each.id}

    return stored


@pytest.fixture
def app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AbstractContextManager[Server]]:
    """Return a function that starts our app, with some texts in it replaced."""

    @contextmanager
    def app(name: str, *changes: tuple[str, str]) -> Iterator[Server]:
        source = Path(str(import_module("after_session.main").__file__)).read_text("utf-8")
        for old, new in changes:
            assert old in source
            source = source.replace(old, new)
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "main.py").write_text(source, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        with closed_meanwhile(serve(name)) as server:
            yield server

    return app
