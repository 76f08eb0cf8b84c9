"""An exception handler that only raises its error again is not told of; any other one is."""

import asyncio
from collections import Counter

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from workbook import serve, trace
from workbook.xray.entries import Header

app = FastAPI()
seen: Counter[str] = Counter()


@app.exception_handler(KeyError)
def only_looks(request: Request, error: KeyError) -> JSONResponse:
    if "price" in str(error):
        return JSONResponse({}, status_code=404)
    raise error


@app.exception_handler(ArithmeticError)
async def only_waits(request: Request, error: ArithmeticError) -> JSONResponse:
    await asyncio.sleep(0)
    raise error


@app.exception_handler(OSError)
def counts(request: Request, error: OSError) -> JSONResponse:
    seen["errors"] += 1
    raise error


def is_ours(error: TypeError) -> bool:
    return "ours" in str(error)


@app.exception_handler(TypeError)
def asks(request: Request, error: TypeError) -> JSONResponse:
    is_ours(error)
    raise error


@app.exception_handler(ValueError)
def raises_another(request: Request, error: ValueError) -> JSONResponse:
    raise RuntimeError("no stock") from error


@app.get("/{name}")
def shelf(name: str) -> None:
    errors = {"div": ZeroDivisionError, "os": OSError, "type": TypeError, "value": ValueError}
    raise errors.get(name, KeyError)(name)


@pytest.mark.parametrize(
    ("path", "handler"),
    [
        ("/tea", ""),
        ("/price", "only_looks"),
        ("/div", ""),
        ("/os", "counts"),
        ("/type", "asks"),
        ("/value", "raises_another"),
    ],
)
def test_a_handler_is_told_of_if_it_does_something(path: str, handler: str) -> None:
    with serve(app) as client:
        picture = trace(client.get, path)
    assert picture.troubles == []
    headers = [each for each in picture.entries if isinstance(each, Header)]
    handlers = {each.name for each in headers if each.role == "exception handler"}
    assert handlers == ({handler} if handler else set())
    assert "│ raise errors.get(name, KeyError)(name)" in repr(picture)
    assert "only_" not in repr(picture) or handler
