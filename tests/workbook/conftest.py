"""`engine`: an empty database with the table of the expenses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from after_session.models import Expense


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/expenses.db")
    Expense.metadata.create_all(engine)
    yield engine
    engine.dispose()
