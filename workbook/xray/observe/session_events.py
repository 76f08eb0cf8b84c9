"""What a recorder, the transactions and the tables learn from SQLAlchemy's events of sessions."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from workbook.internals.in_sqlalchemy import cause_of_flush
from workbook.xray.observe.database.connections import connections_of
from workbook.xray.observe.mapped.flushes import MANY, Flush
from workbook.xray.observe.reports import Reports
from workbook.xray.observe.sessions import Sessions


class SessionEvents:
    """A method for each event, under its name.

    Args:
        sessions: the observer.
        reports: is told what happens.

    Attributes:
        flushes: of the sessions that flush now.

    """

    def __init__(self, sessions: Sessions, reports: Reports) -> None:
        self.flushes: dict[Session, Flush] = {}
        self._sessions = sessions
        self._transactions, self._writes = sessions.transactions, sessions.tables.writes
        self._reports = reports

    def after_transaction_create(self, session: Session, _: Any) -> None:
        """A session begins: wherever it lives, it is seen from now on."""
        self._sessions.learn(session)

    def after_attach(self, session: Session, _: Any) -> None:
        """A session, which may have begun long ago, gets an object."""
        self._sessions.learn(session)

    def before_flush(self, session: Session, *_: Any) -> None:
        """A session is about to send what waits."""
        signs = (("+", session.new), ("~", session.dirty), ("−", session.deleted))
        written = {inspect(each): (sign, each) for sign, objects in signs for each in objects}
        self.flushes[session] = Flush(cause_of_flush(), written)
        for info in written:
            self._sessions.in_place.noticed(info)
        if len(written) > MANY:
            self._reports.pause()

    def after_flush_postexec(self, session: Session, _: Any) -> None:
        """It was sent, and the objects have their new states."""
        flush = self.flushes.pop(session, None)
        is_outside = self._transactions.is_outside(session)
        if flush is not None:
            self._note(session, flush, is_outside=is_outside)
        self._reports.resume()
        self._reports.cut("flush")
        if is_outside:
            self._writes.at_once(connections_of(session))

    def _note(self, session: Session, flush: Flush, *, is_outside: bool) -> None:
        """Note which rows a flush wrote; the objects are let go of."""
        used = connections_of(session)
        for row in flush.rows(used[0].dialect) if used else ():
            keys = None if row.key is None else [row.key]
            for each in used:
                self._writes.wrote(each, row.table, keys, is_new=row.sign == "+")
            if not is_outside:
                self._writes.flushed(used, row)
        flush.objects.clear()

    def after_commit(self, session: Session) -> None:
        """A transaction was committed, or a savepoint released: then it goes on."""
        if session.in_nested_transaction():
            return
        self._transactions.committed_now = session
        self._reports.cut("commit")
        self._transactions.committed_now = None

    def after_soft_rollback(self, session: Session, _: Any) -> None:
        """A transaction, or the part of it that a flush is, was rolled back."""
        self._reports.resume()
        if self.flushes.pop(session, None) is not None:
            self._reports.cut("rollback")

    def refresh(self, target: Any, *_: Any) -> None:
        """An object was loaded again."""
        self._sessions.in_place.forget(inspect(target))
        self._reports.loaded()
