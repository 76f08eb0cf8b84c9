"""A case for each well-known error in `databases.toml`, under its name: each really raises it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import QueuePool, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from tests.shared.errors.heroes import Hero, database_file

HERO = "INSERT INTO hero (id, name) VALUES (2, 'New')"


def no_such_table(session: Session) -> None:
    engine = create_engine("sqlite://")
    try:
        with Session(engine) as other:
            other.get(Hero, 1)
    finally:
        engine.dispose()


def no_such_column(session: Session) -> None:
    session.execute(text("SELECT age FROM hero"))


def database_is_locked(session: Session) -> None:
    with database_file() as url:
        engine = create_engine(url, connect_args={"timeout": 0})
        try:
            with engine.connect() as one, engine.connect() as other:
                one.execute(text(HERO))
                other.execute(text(HERO))
        finally:
            engine.dispose()


def pool_is_empty(session: Session) -> None:
    engine = create_engine(
        "sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.01
    )
    try:
        with engine.connect(), engine.connect():
            pass
    finally:
        engine.dispose()


def another_thread(session: Session) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(session.execute, text("SELECT 1")).result()


def unique(session: Session) -> None:
    session.execute(text("INSERT INTO hero (id, name) VALUES (1, 'Twin')"))


def not_null(session: Session) -> None:
    session.add(Hero())
    session.flush()


def foreign_key(session: Session) -> None:
    session.execute(text("PRAGMA foreign_keys = ON"))
    session.execute(text("UPDATE hero SET team_id = 7"))


def check_constraint(session: Session) -> None:
    session.execute(text("CREATE TABLE price (amount INTEGER CHECK (amount > 0))"))
    session.execute(text("INSERT INTO price VALUES (0)"))


def date_as_text(session: Session) -> None:
    session.add(Hero(name="New", born="2026-11-23"))
    session.flush()


def unknown_value(session: Session) -> None:
    session.add(Hero(name={"first": "New"}))
    session.flush()


def postgres_in_the_address(session: Session) -> None:
    create_engine("postgres://me:secret@localhost/heroes")


def no_such_dialect(session: Session) -> None:
    create_engine("postgress://me:secret@localhost/heroes")


def no_driver(session: Session) -> None:
    create_engine("mysql+pymysql://me:secret@localhost/heroes")


def no_url(session: Session) -> None:
    create_engine("heroes.db")


def sync_driver(session: Session) -> None:
    async def connect() -> None:
        create_async_engine("sqlite://")

    asyncio.run(connect())


def no_folder(session: Session) -> None:
    create_engine("sqlite:////no/such/folder/heroes.db").connect()


def readonly(session: Session) -> None:
    with database_file() as url:
        path = url.removeprefix("sqlite:///")
        engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
        try:
            with engine.connect() as connection:
                connection.execute(text(HERO))
        finally:
            engine.dispose()


# Not every database says it in the words of SQLite; here is no PostgreSQL.
ON_POSTGRESQL = {
    '(psycopg.errors.UndefinedTable) relation "hero" does not exist': "no-such-table",
    '(psycopg.errors.UndefinedColumn) column "age" does not exist': "no-such-column",
    '(psycopg.errors.UniqueViolation) duplicate key value violates unique constraint "hero_pkey"': (
        "unique"
    ),
    '(psycopg.errors.NotNullViolation) null value in column "name" of relation "hero" violates '
    "not-null constraint": "not-null",
    '(psycopg.errors.ForeignKeyViolation) insert or update on table "hero" violates foreign key '
    'constraint "hero_team_id_fkey"': "foreign-key",
}
