"""Where the models and the migrations differ, Alembic says so, and can write what is missing."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Engine, MetaData, String, Table

from after_session.models import Expense

TABLE = Expense.__table__


def differences(engine: Engine, table: Table) -> list:
    """Compare this table alone: other tests declare tables as well."""
    only_this = {"include_name": lambda name, kind, _: kind != "table" or name == "expense"}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=only_this)
        return compare_metadata(context, table.metadata)


def changed(*columns: Column, without: str = "") -> Table:
    kept = [
        Column(each.name, each.type, primary_key=each.primary_key, nullable=each.nullable)
        for each in TABLE.columns
        if each.name != without
    ]
    return Table("expense", MetaData(), *kept, *columns)


@pytest.fixture
def migrated(engine: Engine, alembic: Callable[..., None]) -> Engine:
    alembic("upgrade", "head")
    return engine


def test_the_migrations_and_the_models_agree(migrated: Engine) -> None:
    assert differences(migrated, TABLE.to_metadata(MetaData())) == []


def test_a_new_column_of_the_model_is_noticed(migrated: Engine) -> None:
    ((what, _, table, column),) = differences(migrated, changed(Column("note", String)))
    assert (what, table, column.name) == ("add_column", "expense", "note")


def test_a_renamed_column_looks_like_one_that_goes_and_one_that_comes(migrated: Engine) -> None:
    found = differences(migrated, changed(Column("day", String), without="date"))
    assert {(what, column.name) for what, _, _, column in found} == {
        ("add_column", "day"),
        ("remove_column", "date"),
    }


def test_another_type_is_noticed(migrated: Engine) -> None:
    found = differences(migrated, changed(Column("amount", String), without="amount"))
    assert "modify_type" in str(found)
