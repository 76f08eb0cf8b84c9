"""An empty database of each kind, and Alembic's commands for it, as `alembic` runs them here."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.config import main
from sqlalchemy import Engine, create_engine, text

from workbook.paths import ROOT


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path}/expenses.db")
    else:
        engine = create_engine(request.getfixturevalue("empty_postgresql"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the project's migrations, where a test can add one."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations", ignore=without)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def alembic(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("after_session.database.engine", engine)
    monkeypatch.syspath_prepend(".")  # as Alembic does; and afterwards it is as it was
    return lambda *words: main(["--quiet", *words])
