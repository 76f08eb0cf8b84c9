"""What is sent on each connection, BEGIN, COMMIT and ROLLBACK among it, and what that leaves open.

When a transaction begins and ends, the driver knows. Whether it has changed anything, only
SQLite's driver knows; elsewhere the SQL has to tell.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Session

from workbook.internals.in_sqlalchemy import is_connecting
from workbook.xray.entries import AT_ONCE, ENDS, NOTHING_TO_UNDO, NOTHING_WRITTEN, Statement
from workbook.xray.observe.database import drivers
from workbook.xray.observe.database.connections import connections_of
from workbook.xray.observe.database.parameters import shown_parameters, shown_sql
from workbook.xray.snapshot import NOT_THERE

WRITES = re.compile(
    r"\s*(?:WITH\b.*\b(?<!FOR ))?(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|COPY|CALL|DO"
    r"|CREATE|DROP|ALTER|COMMENT|GRANT|REVOKE)\b",
    re.IGNORECASE | re.DOTALL,
)
# With SQLite these open the transaction themselves; before any other the driver sends BEGIN.
OPENS = re.compile(r"\s*(?:BEGIN|SAVEPOINT)\b", re.IGNORECASE)
LOCKED = "database is locked"  # what SQLite says of a statement that waited for a lock in vain
BEFORE = "xray_in_transaction"


class Transactions:
    """The transactions that the app's connections have open.

    Attributes:
        unseen: what could not be observed, and why.
        committed_now: the session whose commit has just been sent.

    """

    def __init__(self) -> None:
        self.committed_now: Session | None = None
        self.unseen: dict[str, None] = {}
        self._wrote: WeakSet[Connection] = WeakSet()
        self._wrote_outside: WeakSet[Connection] = WeakSet()
        self._locked_out: WeakSet[Connection] = WeakSet()
        self._sent_commit: WeakSet[Connection] = WeakSet()  # with the commit that is under way

    def before(self, connection: Connection) -> None:
        """Note the state before a statement is sent."""
        connection.info[BEFORE] = drivers.in_transaction(connection)

    def was_sent(self, connection: Connection) -> bool:
        """Tell whether the statement that failed was sent, or failed before that."""
        return connection.invalidated or connection.closed or BEFORE in connection.info

    def sent(
        self,
        connection: Connection,
        statement: str,
        parameters: Any,
        context: DefaultExecutionContext | None,
        error: str = "",
    ) -> Iterator[Statement]:
        """Yield the statement, after BEGIN if the driver has sent that with it."""
        # It shows afterwards, even when a driver sends both in one message.
        begun, is_open = connection.info.pop(BEFORE, None), drivers.in_transaction(connection)
        opens = drivers.is_sqlite(connection) and OPENS.match(statement)
        if begun is False and is_open and not opens:
            yield Statement("BEGIN", note="the driver opens the transaction now")
        if is_open is None:
            driver = connection.dialect.driver
            self.unseen[f"when {driver} sends BEGIN is not known, so it is not shown"] = None
        text = shown_sql(statement)
        note = ""
        if WRITES.match(text) and LOCKED in error and connection not in self._wrote:
            self._locked_out.add(connection)
        elif WRITES.match(text) and is_open is not False:
            self._wrote.add(connection)
            self._locked_out.discard(connection)
        elif WRITES.match(text):
            self._wrote_outside.add(connection)
            note = "" if error else AT_ONCE
        elif begun and is_open is False and not error:
            self._wrote.discard(connection)
            self._wrote_outside.add(connection)
            note = ENDS
        yield Statement(text, shown_parameters(parameters, context), note, error)

    def commits(self, connection: Connection) -> Iterator[Statement]:
        """Yield COMMIT, if it is about to be sent."""
        self._sent_commit.discard(connection)
        if drivers.in_transaction(connection) is not False:
            self._sent_commit.add(connection)
            yield Statement("COMMIT", note="" if self._has_written(connection) else NOTHING_WRITTEN)
        self._ended(connection)

    def rolls_back(self, connection: Connection) -> Iterator[Statement]:
        """Yield ROLLBACK, if it is about to be sent."""
        if drivers.in_transaction(connection) is not False:
            yield Statement(
                "ROLLBACK", note="" if self._has_written(connection) else NOTHING_TO_UNDO
            )
        self._ended(connection)

    def is_outside(self, session: Session) -> bool:
        """Tell whether what the session has written was outside a transaction."""
        used = [each for each in connections_of(session) if each in self._wrote_outside]
        return bool(used) and not any(drivers.in_transaction(each) for each in used)

    def words(self, session: Session) -> str:
        """Return the state of a session's transaction, in words."""
        if session is self.committed_now:
            is_sent = not self._sent_commit.isdisjoint(connections_of(session))
            return "committed" if is_sent else "committed: nothing to send"
        if not session.in_transaction():
            return "no transaction"
        if not session.is_active and not is_connecting(session):
            return "transaction failed: unusable until rollback() or close()"
        return self._of(connections_of(session))

    def words_of_connection(self, connection: Connection) -> str:
        """Return the same of a connection that is used without a session."""
        if connection.closed or not connection.in_transaction():
            return "no transaction"
        return self._of([connection])

    def _of(self, used: Sequence[Connection]) -> str:
        if any(self._has_written(each) for each in used):
            return "transaction open, changes not committed"
        if not used:
            return "transaction begun (in Python only)"
        if any(drivers.in_transaction(each) is not False for each in used):
            return "transaction open, only read so far (according to its SQL)"
        waits = any(drivers.begins_with_change(each) for each in used)
        if waits and self._wrote_outside.isdisjoint(used):
            return "transaction open, only read so far"
        return NOT_THERE

    def _ended(self, connection: Connection) -> None:
        for each in (self._wrote, self._wrote_outside, self._locked_out):
            each.discard(connection)

    def _has_written(self, connection: Connection) -> bool:
        if connection in self._wrote:
            return True
        if connection in self._locked_out:
            return False
        return drivers.begins_with_change(connection) and bool(drivers.in_transaction(connection))
