"""`library`: its tables, with one book and one genre, in SQLite and in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.shared.library import Base, engine_in, fill


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = engine_in(tmp_path)
    else:
        engine = request.getfixturevalue("postgresql")
        fill(engine)
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()
