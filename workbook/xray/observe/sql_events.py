"""What a recorder, the transactions and the tables learn from SQLAlchemy's events of SQL."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, ExceptionContext
from sqlalchemy.orm import Session

from workbook.xray.observe.database.transactions import connections_of
from workbook.xray.observe.reports import Reports
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.values import said
from workbook.xray.snapshot import AT_ONCE, ENDS, Statement


class SqlEvents:
    """A method for each event, under its name.

    Args:
        sessions: the observer.
        flushed: the sessions that flush now.
        reports: is told what happens.

    """

    def __init__(self, sessions: Sessions, flushed: Collection[Session], reports: Reports) -> None:
        self._transactions, self._tables = sessions.transactions, sessions.tables
        self._flushed = flushed
        self._reports = reports

    def before_cursor_execute(
        self, connection: Connection, _: Any, sql: str, parameters: Any, context: Any, *__: Any
    ) -> None:
        """SQL is about to be sent."""
        self._transactions.before(connection)
        self._tables.before(connection, sql, context.compiled)

    def after_cursor_execute(
        self, connection: Connection, _: Any, sql: str, parameters: Any, *__: Any
    ) -> None:
        """SQL was sent."""
        statements = list(self._transactions.sent(connection, sql, parameters, ""))
        self._report(statements)
        self._tables.sent(connection, sql)
        notes = {each.note for each in statements}
        if ENDS in notes:
            self._tables.ended(connection)
        elif AT_ONCE in notes and not self._flushed:
            if self._tables.has_new():
                self._reports.cut("")  # to see them as they were before this statement
            self._tables.changed()

    def handle_error(self, context: ExceptionContext) -> None:
        """The database, or its driver, refuses a statement."""
        connection, error = context.connection, said(context.original_exception)
        if connection is not None and context.statement is not None:
            sent = self._transactions.sent
            self._report(sent(connection, context.statement, context.parameters, error))
        elif connection is not None:  # a COMMIT, which was shown when it was about to be sent
            self._reports.sent(Statement("REFUSED", error=error))

    def commit(self, connection: Connection) -> None:
        """COMMIT is about to be sent."""
        self._report(self._transactions.commits(connection))
        self._tables.ended(connection)

    def rollback(self, connection: Connection) -> None:
        """ROLLBACK is about to be sent."""
        self.rollback_savepoint(connection)
        self._report(self._transactions.rolls_back(connection))
        self._tables.ended(connection)

    def rollback_savepoint(self, connection: Connection, *_: Any) -> None:
        """A transaction goes back to a savepoint."""
        if any(connection in connections_of(session) for session in self._flushed):
            self._reports.cut("flush fails")

    def _report(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            self._reports.sent(statement)
        for text in self._transactions.unseen:
            self._reports.trouble(text)
