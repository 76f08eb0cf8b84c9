"""The migrations make the table that the models say, and no row is lost on the way."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from after_session.models import Expense
from workbook.paths import ROOT
from workbook.server import closed_meanwhile, serve

Alembic = Callable[..., None]
TABLE = Expense.__table__
# As a student would write it; the second of them fails after its first change.
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.add_column("expense", sa.Column("note", sa.String()))
def downgrade():
    op.drop_column("expense", "note")
"""
FAILS = SECOND.replace("\ndef downgrade", '\n    op.execute("no SQL")\ndef downgrade')
ROWS = "SELECT id, description, amount, category, date FROM expense ORDER BY id"


def add(engine: Engine) -> int:
    expense = Expense(description="tea", amount=1.25, category="food", date=None)
    with Session(engine) as session:
        session.add(expense)
        session.commit()
        return expense.id


def some_rows(engine: Engine) -> list:
    """Store three, delete the last, and return what is left."""
    ids = [add(engine) for _ in range(3)]
    with Session(engine) as session:
        session.delete(session.get(Expense, ids[-1]))
        session.commit()
        return session.exec(text(ROWS)).all()


def described(engine: Engine) -> tuple:
    """Return all that the database knows about the table; SQLite knows its SQL."""
    found = inspect(engine)
    columns = [{**each, "type": str(each["type"])} for each in found.get_columns("expense")]
    keys = found.get_pk_constraint("expense"), found.get_indexes("expense")
    with engine.connect() as connection:
        sql = text("SELECT sql FROM sqlite_master WHERE name = 'expense'")
        return columns, keys, connection.scalar(sql) if engine.name == "sqlite" else None


def version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def test_the_migrations_make_the_table_of_create_all(engine: Engine, alembic: Alembic) -> None:
    TABLE.create(engine)
    expected = described(engine)
    TABLE.drop(engine)
    alembic("upgrade", "head")
    assert described(engine) == expected
    assert add(engine) == 1
    alembic("downgrade", "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_the_app_runs_on_it_and_changes_nothing(engine: Engine, alembic: Alembic) -> None:
    alembic("upgrade", "head")
    expected = described(engine)
    url = engine.url.render_as_string(hide_password=False)
    with closed_meanwhile(serve("after_session", database_url=url)) as after:
        assert after.get("/expenses").json() == []
    assert described(engine) == expected


def test_there_and_back_with_rows(engine: Engine, alembic: Alembic, folder: Path) -> None:
    TABLE.create(engine)
    rows, before = some_rows(engine), described(engine)
    with pytest.raises(DBAPIError, match="already exists"):
        alembic("upgrade", "head")
    alembic("stamp", "0001")
    (folder / "migrations/versions/0002_note.py").write_text(SECOND)
    alembic("upgrade", "head")
    with engine.begin() as connection:
        assert connection.execute(text(ROWS)).all() == rows
        connection.execute(text("UPDATE expense SET note = 'x'"))
    alembic("downgrade", "-1")
    assert (version(engine), described(engine)) == ("0001", before)
    with Session(engine) as session:
        assert session.exec(text(ROWS)).all() == rows
        assert len(session.exec(select(Expense)).all()) == 2
    assert add(engine) == 4  # the counter is kept: a deleted highest id does not come back


def test_a_migration_that_fails_changes_nothing(
    engine: Engine, alembic: Alembic, folder: Path
) -> None:
    alembic("upgrade", "head")
    rows, before = some_rows(engine), described(engine)
    (folder / "migrations/versions/0002_note.py").write_text(FAILS)
    with pytest.raises(DBAPIError, match="syntax error"):
        alembic("upgrade", "head")
    assert (version(engine), described(engine)) == ("0001", before)
    with Session(engine) as session:
        assert session.exec(text(ROWS)).all() == rows


def test_the_command_finds_all_in_the_projects_folder(tmp_path: Path) -> None:
    code = "from alembic.config import main; main(['upgrade', 'head']); main(['check'])"
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/expenses.db"}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No new upgrade operations detected.\n"
