"""An error raised anywhere for the request is drawn where it happened, and named at the end."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Answer, Remark, Step

app = FastAPI()


class Cup(BaseModel):
    size: int


def spill(size: int) -> None:
    raise OSError(f"{size} on the floor")


@app.get("/model", response_model=Cup)
def wrong_answer() -> dict:
    return {"size": "huge"}


@app.get("/background")
def later(tasks: BackgroundTasks) -> str:
    tasks.add_task(spill, 3)
    return "served"


async def leaking() -> AsyncIterator[str]:
    yield "drop"
    raise RuntimeError("empty")


@app.get("/stream")
def stream() -> StreamingResponse:
    return StreamingResponse(leaking())


def get_kettle() -> Iterator[str]:
    yield "hot"
    raise ValueError("it still boils")


@app.get("/exit")
def exit_of_dependency(kettle: Annotated[str, Depends(get_kettle)]) -> str:
    return kettle


def pour(size: int) -> int:
    return 100 // size


@app.get("/deep/{size}")
def deep(size: int) -> int:
    return pour(size)


broken = FastAPI()


@broken.middleware("http")
async def breaks(request: Request, call_next: Any) -> None:
    await call_next(request)
    raise LookupError("no cup")


@broken.get("/")
def works() -> str:
    return "tea"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def drawn(picture: Trace) -> list[tuple[str, str]]:
    """Return each line at which an error is raised, not only passes, and the error."""
    steps = [e for e in picture.entries if isinstance(e, Step) and e.error and not e.passes]
    return [(each.source, each.error) for each in steps]


def remarks(picture: Trace) -> list[str]:
    return [each.text for each in picture.entries if isinstance(each, Remark)]


@pytest.mark.parametrize(
    ("path", "line", "error"),
    [
        ("/background", 'raise OSError(f"{size} on the floor")', "OSError: 3 on the floor"),
        ("/stream", 'raise RuntimeError("empty")', "RuntimeError: empty"),
        ("/exit", 'raise ValueError("it still boils")', "ValueError: it still boils"),
        ("/deep/0", "return 100 // size", "ZeroDivisionError: integer division"),
    ],
)
def test_at_its_line_and_at_the_end(server: Server, path: str, line: str, error: str) -> None:
    picture = trace(server.get, path)
    ((source, text),) = drawn(picture)
    assert source == line
    assert text.startswith(error)
    assert type(picture.error).__name__ == error.partition(":")[0]
    assert isinstance(picture.entries[-1], Remark)
    assert remarks(picture)[-1].startswith(error)
    assert "(not caught, raised in " in remarks(picture)[-1]
    assert f"✗ {error}" in repr(picture)
    assert f"✗ {error}" in picture._repr_html_().replace("<wbr>", "")


def test_after_the_answer_or_before_it(server: Server) -> None:
    orders = {"/background": [Answer, Step, Remark], "/deep/0": [Step, Step, Answer, Remark]}
    for path, order in orders.items():
        entries = trace(server.get, path).entries
        told = [e for e in entries if isinstance(e, Answer | Remark) or getattr(e, "error", "")]
        assert [type(each) for each in told] == order


def test_a_response_that_was_never_completed(server: Server) -> None:
    (answer,) = [e for e in trace(server.get, "/stream").entries if isinstance(e, Answer)]
    assert answer == Answer(200, "drop… and no more: the response was never completed")


def test_while_the_answer_is_built(server: Server) -> None:
    picture = trace(server.get, "/model")
    ((source, error),) = drawn(picture)
    assert source == "(FastAPI builds the response)"
    assert error.startswith("ResponseValidationError: response.size: Input should be a valid int")
    assert remarks(picture)[-1].endswith("(not caught, raised while the response was built)")


def test_an_error_passes_on_through_the_lines_that_called(server: Server) -> None:
    picture = trace(server.get, "/deep/0")
    (passes,) = [each for each in picture.entries if isinstance(each, Step) and each.passes]
    assert (passes.source, passes.note) == ("return pour(size)", "after the call")
    assert "✗        passes on: ZeroDivisionError" in repr(picture)


def test_in_a_middleware() -> None:
    with serve(broken) as client:
        picture = trace(client.get, "/")
    assert drawn(picture)[0] == ('raise LookupError("no cup")', "LookupError: no cup")
    assert isinstance(picture.error, LookupError)
