"""What a stream does is put down to the lines of its own generator, or to who made it."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from sqlmodel import Session, select

from tests.shared.heroes import Team
from tests.shared.pictures import picture_of, who_sent
from workbook import Trace
from workbook.xray.entries import Answer, Step, Work


def _line(picture: Trace, part: str) -> str:
    (found,) = {e.source for e in picture.entries if isinstance(e, Step) and part in e.source}
    return found


def test_a_stream_without_a_line_of_its_own(session: Session) -> None:
    app = FastAPI()

    @app.get("/")
    def endpoint() -> StreamingResponse:
        return StreamingResponse(map(str, session.scalars(select(Team.name))))

    picture = picture_of(app)
    assert who_sent(picture, "FROM team") == {("", _line(picture, "StreamingResponse(map"))}


def lazily(ask: Callable[[], Any]) -> Iterator[str]:
    yield from (str(each) for each in ask())


def test_a_generator_after_its_session_has_closed(session: Session) -> None:
    app = FastAPI()

    @app.get("/")
    def endpoint() -> StreamingResponse:
        with session:
            return StreamingResponse(lazily(lambda: session.exec(select(Team.name)).all()))

    picture = picture_of(app)
    assert who_sent(picture, "FROM team") == {("", "yield from (str(each) for each in ask())")}
    assert "FastAPI" not in repr(picture)
    assert isinstance(picture.entries[-1], Answer)


def test_a_generator_expression_is_streamed(session: Session) -> None:
    app = FastAPI()

    @app.get("/")
    def endpoint() -> StreamingResponse:
        names = session.scalars
        return StreamingResponse(n for find in [select(Team.name)] for n in names(find))

    picture = picture_of(app)
    ((by, line),) = who_sent(picture, "FROM team")
    assert (by, line) == ("", _line(picture, "StreamingResponse(n"))
    roles = [getattr(each, "role", "") for each in picture.entries]
    assert Work.STREAMS in roles
