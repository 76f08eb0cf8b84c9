"""What one request made SQLAlchemy tell; `events` listens, and notes it here."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import InstanceState, Session

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Told:
    """What was told of one request.

    Attributes:
        sessions: those that were used, in the order in which they began.
        connected: those that began a transaction in the database.
        engines: the engines that sent SQL.
        classes: the table classes that were asked for or written.
        closed: the sessions that were closed before anything failed.
        begun_anew: the sessions that were used after they had been closed, and closed no more.
        decided: the files and lines where Python asked a condition whether it is true.
        commits: how often a session was told to commit.
        passed_over: whether one did while another one had changes, or had lost them at its end.
        reads_back: whether, when a session committed, it had read an object a second time.
        lets_go: whether, when a session committed, it had given up an object.
        detached: the objects that their session has given up, as SQLAlchemy knows them.
        holder: if the database was locked, the first word of what another connection had sent.
        is_locked: whether the database was locked.
        rolls_back: whether a rollback was asked for, other than because of an error.
        in_event_loop: whether SQL was sent in the event loop, where it holds up all other requests.
        flushed: the sessions that have sent what they have not committed.
        lost: the sessions that were closed with changes that they had not committed.
        refreshed: whether an object was read a second time.

    """

    sessions: list[Session] = field(default_factory=list)
    connected: list[Session] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    classes: list[type] = field(default_factory=list)
    closed: list[Session] = field(default_factory=list)
    begun_anew: list[Session] = field(default_factory=list)
    decided: list[tuple[str, int]] = field(default_factory=list)
    commits: int = 0
    passed_over: bool = False
    reads_back: bool = False
    lets_go: bool = False
    detached: list[InstanceState[Any]] = field(default_factory=list)
    holder: str = ""
    is_locked: bool = False
    rolls_back: bool = False
    in_event_loop: bool = False
    flushed: list[Session] = field(default_factory=list)
    lost: list[Session] = field(default_factory=list)
    refreshed: bool = False
