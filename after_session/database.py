"""The engine, the tables, and the session that each request gets."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import event, inspect, make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, create_engine

from after_session.models import Expense
from after_session.settings import settings

url = make_url(settings.database_url)
if url.get_backend_name() == "sqlite":
    # SQLite lets one writer in at a time. The others try again and again: here for a minute.
    url = url.update_query_dict({"timeout": "60", **url.query})
engine = create_engine(url)

# A COMMIT that fails leaves its transaction open: the next request would commit it.
event.listen(engine, "checkin", lambda connection, _: connection and connection.rollback())


def create_tables() -> None:
    try:
        SQLModel.metadata.create_all(engine)
    except DBAPIError:
        # Another worker may have created the table since we looked: look again.
        SQLModel.metadata.create_all(engine)


def check_tables() -> None:
    found = {column["name"] for column in inspect(engine).get_columns("expense")}
    missing = sorted(set(Expense.model_fields) - found)
    if missing:
        raise RuntimeError(f"its table expense lacks the columns {missing}")


def prepare_database() -> None:
    try:
        create_tables()
        check_tables()
    except (DBAPIError, RuntimeError, TypeError, ValueError) as error:
        place = engine.url.set(query={}).render_as_string(hide_password=True)
        reason = " ".join(str(getattr(error, "orig", error)).split())
        raise RuntimeError(f"Fix {place}, or set another DATABASE_URL: {reason}") from None


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


# The engine's pool has 15 connections: a 16th request waits here, where it holds no thread.
SessionDep = Annotated[Session, Depends(get_session, max_concurrency=15)]
