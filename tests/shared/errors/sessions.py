"""A case for each well-known error in `sessions.toml`, under its name: each really raises it."""

from contextlib import suppress
from types import SimpleNamespace

from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from tests.shared.errors.heroes import Hero, database


def already_begun(session: Session) -> None:
    session.get(Hero, 1)
    session.begin()


def closed_in_the_block(session: Session) -> None:
    with session.begin():
        session.commit()
        session.get(Hero, 1)


def pending_rollback(session: Session) -> None:
    session.add(Hero(id=1, name="Twin"))
    with suppress(IntegrityError):
        session.flush()
    session.get(Hero, 1)


def already_attached(session: Session) -> None:
    hero = session.get(Hero, 1)
    with Session(session.get_bind()) as other:
        other.add(hero)


def not_persistent(session: Session) -> None:
    session.refresh(Hero(name="New"))


def row_is_gone(session: Session) -> None:
    hero = session.get(Hero, 1)
    session.execute(text("DELETE FROM hero"))
    session.refresh(hero)


def deleted_object(session: Session) -> None:
    hero = session.get(Hero, 1)
    session.delete(hero)
    session.flush()
    session.add(hero)


def lazy_load_detached(session: Session) -> None:
    hero = session.get(Hero, 1)
    session.close()
    assert hero is not None
    assert hero.team


def detached(session: Session) -> None:
    hero = session.get(Hero, 1)
    session.commit()
    session.close()
    assert hero is not None
    assert hero.name


def missing_greenlet(session: Session) -> None:
    async def connect() -> None: ...

    await_only(connect())  # so a driver is awaited, where a session runs without greenlet


def unmapped_row(session: Session) -> None:
    session.delete(session.execute(select(Hero)).first())


def unmapped_none(session: Session) -> None:
    session.delete(session.get(Hero, 2))


def unmapped_list(session: Session) -> None:
    session.add([Hero(name="a"), Hero(name="b")])


def unmapped(session: Session) -> None:
    session.add(SimpleNamespace(name="New"))


def same_identity(session: Session) -> None:
    with database() as other:
        old = other.get(Hero, 1)
    hero = session.get(Hero, 1)
    session.add(old)
    assert hero


def no_engine(session: Session) -> None:
    Session().get(Hero, 1)


def row_was_not_there(session: Session) -> None:
    hero = session.get(Hero, 1)
    assert hero is not None
    session.execute(text("DELETE FROM hero"))
    hero.name = "New"
    session.flush()


def one_session_at_once(session: Session) -> None:
    # As if another thread closed it while it gets its connection.
    event.listen(session, "after_begin", lambda *_: session.close())
    session.get(Hero, 1)
