"""What a recorder, the transactions and the tables learn from SQLAlchemy's events of SQL."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Connection, ExceptionContext
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Session

from workbook.xray.entries import AT_ONCE, ENDS, NO_ROW, Statement
from workbook.xray.observe.database.connections import connections_of, session_of
from workbook.xray.observe.database.table_names import tables_in
from workbook.xray.observe.database.transactions import WRITES
from workbook.xray.observe.mapped.flushes import Flush
from workbook.xray.observe.mapped.written import Written, written_by
from workbook.xray.observe.reports import Reports
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.values import said

CHANGES = re.compile(r"\s*(?:UPDATE|DELETE)\b", re.IGNORECASE)


class SqlEvents:
    """A method for each event, under its name.

    Args:
        sessions: the observer.
        flushes: of the sessions that flush now.
        reports: is told what happens.

    """

    def __init__(self, sessions: Sessions, flushes: dict[Session, Flush], reports: Reports) -> None:
        self._sessions = sessions
        self._transactions, self._tables = sessions.transactions, sessions.tables
        self._writes = sessions.tables.writes
        self._flushes = flushes
        self._reports = reports
        # What is about to be written; one context may send it in several parts.
        self._written: WeakKeyDictionary[DefaultExecutionContext, Written | None]
        self._written = WeakKeyDictionary()
        self._noted: WeakSet[DefaultExecutionContext] = WeakSet()
        self._ends: WeakSet[Connection] = WeakSet()  # COMMIT or ROLLBACK was sent last

    def before_cursor_execute(
        self, connection: Connection, _: Any, sql: str, parameters: Any, context: Any, *__: Any
    ) -> None:
        """SQL is about to be sent."""
        self._ends.discard(connection)
        self._transactions.before(connection)
        self._tables.before(connection, sql, context.compiled)
        if context not in self._written:
            written = self._written[context] = written_by(context, connection.dialect)
            if written is not None:
                self._writes.begins(connection, written)

    def after_cursor_execute(
        self, connection: Connection, cursor: Any, sql: str, parameters: Any, context: Any, *__: Any
    ) -> None:
        """SQL was sent."""
        statements = list(self._transactions.sent(connection, sql, parameters, context))
        flush = self._flush_of(connection)
        # What returns rows has its count only once they are read.
        count = -1 if "RETURNING" in sql.upper() else cursor.rowcount
        if count == 0 and flush is None and CHANGES.match(sql):
            statements[-1] = replace(statements[-1], note=NO_ROW)
        self._report(connection, statements)
        self._writes.sent(connection, sql)
        notes = {each.note for each in statements}
        if context in self._written and context not in self._noted:
            self._noted.add(context)
            self._note(connection, sql, self._written[context], count, is_outside=AT_ONCE in notes)
        if ENDS in notes:
            is_commit = not sql.lstrip().upper().startswith("ROLLBACK")
            self._writes.ended(connection, is_commit=is_commit)
        elif AT_ONCE in notes and flush is None:
            if self._tables.has_new():
                self._reports.cut("")  # to see them as they were before this statement
            self._writes.at_once([connection])

    def _note(
        self,
        connection: Connection,
        sql: str,
        written: Written | None,
        count: int,
        *,
        is_outside: bool,
    ) -> None:
        """Note which rows a statement wrote."""
        flush = self._flush_of(connection)
        if written is None and WRITES.match(sql):
            for quoted, _ in tables_in(sql, None, connection.dialect):
                self._writes.wrote(connection, quoted.replace('"', ""), None, is_new=False)
        elif written is not None and flush is not None:
            flush.written.append(written)
            if written.sign != "+":  # the keys of new rows are known once they are sent
                keys = written.all_keys
                self._writes.wrote(connection, written.table, keys, is_new=False)
        elif written is not None:
            self._writes.by_statement(connection, written, count, is_outside=is_outside)

    def handle_error(self, context: ExceptionContext) -> None:
        """The database, or its driver, refuses a statement."""
        connection, error = context.connection, said(context.original_exception)
        if connection is None:
            return
        if context.statement is not None:
            # A value that is no SQL, or of the wrong type, fails before anything is sent.
            if self._transactions.was_sent(connection):
                sent, parameters = self._transactions.sent, context.parameters
                execution: Any = context.execution_context
                sql = context.statement
                self._report(connection, sent(connection, sql, parameters, execution, error))
        elif connection in self._ends:  # that was shown when it was about to be sent
            self._ends.discard(connection)
            self._writes.refused(connection)
            self._report(connection, [Statement("REFUSED", error=error)])

    def commit(self, connection: Connection) -> None:
        """COMMIT is about to be sent."""
        if self._tables.has_new():
            self._reports.cut("")  # to see them as they were before
        self._ends.add(connection)
        statements = list(self._transactions.commits(connection))
        self._report(connection, statements)
        self._writes.ended(connection, is_commit=bool(statements))

    def rollback(self, connection: Connection) -> None:
        """ROLLBACK is about to be sent."""
        self._ends.add(connection)
        self.rollback_savepoint(connection)
        self._report(connection, self._transactions.rolls_back(connection))
        self._writes.ended(connection, is_commit=False)

    def rollback_savepoint(self, connection: Connection, *_: Any) -> None:
        """A transaction goes back to a savepoint."""
        if any(connection in connections_of(session) for session in self._flushes):
            self._reports.cut("flush fails")

    def _flush_of(self, connection: Connection) -> Flush | None:
        session = session_of(connection)
        return None if session is None else self._flushes.get(session)

    def _report(self, connection: Connection, statements: Iterable[Statement]) -> None:
        flush = self._flush_of(connection)
        cause = "" if flush is None else flush.cause or "flush"
        through, database = self._sessions.sender(connection), self._sessions.database(connection)
        for each in statements:
            self._reports.sent(replace(each, through=through, cause=cause, database=database))
        for text in (*self._transactions.unseen, *self._tables.unseen):
            self._reports.trouble(text)
