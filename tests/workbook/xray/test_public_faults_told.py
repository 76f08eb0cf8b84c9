"""Whose code is shown, what is counted as a call, and which headers a long picture keeps."""

import asyncio
import importlib
from collections.abc import Iterator
from contextlib import ContextDecorator, suppress
from pathlib import Path

import pytest
from fastapi import FastAPI

from workbook import Server, serve, trace
from workbook.xray.entries import Header, Step
from workbook.xray.render.folding import Folded
from workbook.xray.render.shortening import view_of

PAGE = "<p>\n{% for part in parts %}\n{{ part }}\n{% endfor %}\n</p>\n"
app = FastAPI()


async def rise(minutes: int) -> int:
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return minutes


@app.get("/gather")
async def both() -> list[int]:
    return await asyncio.gather(rise(1), rise(2), rise(3))


class timed(ContextDecorator):  # noqa: N801
    def __enter__(self) -> None:
        self.runs = True

    def __exit__(self, *error: object) -> None:
        self.runs = False


@app.get("/timed")
@timed()
def bake() -> str:
    return "bread"


def kettles() -> Iterator[int]:
    try:
        int("old")
    except ValueError:
        yield 0
    with suppress(ValueError):
        yield 1


@app.get("/closed")
def closed() -> int:
    kettle = kettles()
    number = next(kettle) + next(kettle)
    kettle.close()
    return number


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def test_a_call_that_goes_on_is_counted_once(server: Server) -> None:
    shown = view_of(trace(server.get, "/gather").entries).entries
    said = [each.said for each in shown if isinstance(each, Folded)]
    assert said == ["3 lines, nothing changed; 3 calls in a row"]
    (one,) = [each for each in shown if isinstance(each, Folded)]
    assert [step.source for step in one.steps][-1] == "return minutes"


def test_what_is_wrapped_around_the_endpoint_is_not_the_endpoint(server: Server) -> None:
    headers = [e for e in trace(server.get, "/timed").entries if isinstance(e, Header)]
    assert [(each.name, each.role) for each in headers] == [
        ("timed.__enter__", ""),
        ("bake", "your endpoint"),
        ("timed.__exit__", ""),
    ]


def test_a_template_is_no_code_of_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("page.html", "page.py"):
        (tmp_path / name).write_text(PAGE)
    code = (
        "from fastapi import FastAPI, Request\n"
        "from fastapi.templating import Jinja2Templates\n"
        f"app, pages = FastAPI(), Jinja2Templates({str(tmp_path)!r})\n"
        "@app.get('/{name}')\n"
        "def shown(request: Request, name: str):\n"
        "    return pages.TemplateResponse(request, name, {'parts': ['crust', 'crumb']})\n"
    )
    (tmp_path / "bakery_with_pages.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    with serve(importlib.import_module("bakery_with_pages").app) as client:
        for name in ("page.html", "page.py"):
            picture = trace(client.get, f"/{name}")
            assert "crumb" in picture.response.text
            assert [e.name for e in picture.entries if isinstance(e, Header)] == ["shown"]


def test_in_a_long_picture_only_a_caller_joins_the_header_of_what_it_calls() -> None:
    def line(call: int, depth: int, error: str = "") -> Step:
        return Step(call, f"line {call}", depth, call=call, error=error)

    user = Header("get_user()", "dependency", 0, 3, "get_user")
    row = Header("row()", "", 1, 4, "row", caller=3)
    entries = [
        Header("get_db()", "dependency", 0, 1, "get_db"),
        line(1, 0, "no"),
        Header("get_page() goes on", "dependency", 0, 2, "get_page"),
        line(2, 0),
        line(2, 0),
        *(user, line(3, 0), row, *(line(4, 1, "no") for _ in range(60))),
        Header("late()", "", 1, 5, "late", caller=9),
        line(5, 1, "no"),
    ]
    shown = [e for e in view_of(entries).entries if isinstance(e, Header)]
    assert [(e.title, e.depth) for e in shown] == [
        ("get_db()", 0),
        ("get_user() — dependency → row()", 0),
        ("late()", 1),
    ]


def test_a_generator_that_is_closed_passes_no_older_error_on(server: Server) -> None:
    picture = trace(server.get, "/closed")
    failed = [e.source for e in picture.entries if isinstance(e, Step) and e.error]
    assert failed == ['int("old")']
    assert "kettles() is closed" in repr(picture)
