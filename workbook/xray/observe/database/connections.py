"""Which connections a session's transaction uses, and which session a connection works for."""

from itertools import count
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import QueuePool

# Noted for every session: one that is followed may have begun its transaction before.
_connections: WeakKeyDictionary[SessionTransaction, list[Connection]] = WeakKeyDictionary()
_sessions: WeakKeyDictionary[Connection, ref[Session]] = WeakKeyDictionary()
_numbers: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()
_count = count(1)


@event.listens_for(Session, "after_begin")
def _note(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    _connections.setdefault(transaction, []).append(connection)
    _sessions[connection] = ref(session)


@event.listens_for(Session, "after_transaction_end")
def _forget(_: Session, transaction: SessionTransaction) -> None:
    used = _connections.pop(transaction, [])
    for each in used if transaction.parent is None else ():
        _sessions.pop(each, None)


def connections_of(session: Session) -> tuple[Connection, ...]:
    """Return the connections that a session's transaction uses."""
    transaction = session.get_transaction()
    return () if transaction is None else tuple(_connections.get(transaction, ()))


def session_of(connection: Connection) -> Session | None:
    """Return the session whose transaction uses a connection; None: it is used without one."""
    found = _sessions.get(connection)
    return None if found is None else found()


def number_of(connection: Connection) -> int:
    """Return a number for a connection. Who kept the connection itself would keep it open."""
    if connection not in _numbers:
        _numbers[connection] = next(_count)
    return _numbers[connection]


def in_use(session: Session) -> int:
    """Return how many connections of a session's pool are in use; −1: that is not known.

    It is not known of a session that somebody else has given a connection to, nor of a pool that
    does not count.
    """
    used = connections_of(session)
    if isinstance(session.bind, Connection):
        return -1
    pool = getattr(used[0].engine if used else session.bind, "pool", None)
    return pool.checkedout() if isinstance(pool, QueuePool) else -1
