"""What a recorder, the transactions and the tables learn from SQLAlchemy's events of sessions."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from workbook.xray.observe.database.transactions import connections_of
from workbook.xray.observe.objects import Info, row_of, table_of
from workbook.xray.observe.reports import Reports
from workbook.xray.observe.sessions import MANY, Sessions


class SessionEvents:
    """A method for each event, under its name.

    Args:
        sessions: the observer.
        reports: is told what happens.

    Attributes:
        flushed: what each session that flushes now writes. It is kept until the end, or no value
            would be left of an object that nobody else refers to.

    """

    def __init__(self, sessions: Sessions, reports: Reports) -> None:
        self.flushed: dict[Session, dict[Info, Any]] = {}
        self._transactions, self._tables = sessions.transactions, sessions.tables
        self._reports = reports

    def before_flush(self, session: Session, *_: Any) -> None:
        """A session is about to send what waits."""
        changed = [each for each in session.dirty if session.is_modified(each)]
        written = [*session.new, *session.deleted, *changed]
        self.flushed[session] = {inspect(each): each for each in written}
        if len(written) > MANY:
            self._reports.pause()

    def after_flush_postexec(self, session: Session, _: Any) -> None:
        """It was sent, and the objects have their new states."""
        flushed = self.flushed.pop(session, {})
        written = [info for info in flushed if info.persistent or info.deleted]
        written.sort(key=lambda info: str(info.identity_key))
        is_outside, owner = self._transactions.is_outside(session), connections_of(session)
        for number, info in enumerate([] if is_outside else written):
            values = row_of(info) if number < MANY else {}
            self._tables.flushed(table_of(info), values, owner, is_delete=info.deleted)
        flushed.clear()
        self._reports.resume()
        self._reports.cut("flush")
        if is_outside:
            self._tables.changed()

    def after_commit(self, session: Session) -> None:
        """A transaction was committed, or a savepoint released: then it goes on."""
        if session.in_nested_transaction():
            return
        self._transactions.committed_now = session
        self._tables.changed()  # others may have looked since COMMIT was about to be sent
        self._reports.cut("commit")
        self._transactions.committed_now = None

    def after_soft_rollback(self, session: Session, _: Any) -> None:
        """A transaction, or the part of it that a flush is, was rolled back."""
        self._reports.resume()
        if self.flushed.pop(session, None) is not None:
            self._reports.cut("rollback")

    def refresh(self, *_: Any) -> None:
        """An object was loaded again."""
        self._reports.loaded()
