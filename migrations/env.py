"""The app's database and its models: Alembic runs this for each command that needs them."""

from alembic import context
from sqlmodel import SQLModel

from after_session.database import engine  # it has imported the models as well

with engine.begin() as connection:
    if engine.name == "sqlite":
        # All or nothing: for a change of a table, SQLite's driver would not begin a transaction.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    context.run_migrations()
