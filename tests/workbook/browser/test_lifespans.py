"""An app that fails when it starts or ends, and one that knows nothing of either."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from workbook import serve


def test_a_lifespan_that_raises(capsys: pytest.CaptureFixture[str]) -> None:
    @asynccontextmanager
    async def fails(_: FastAPI) -> AsyncIterator[None]:
        if when == "at the start":
            raise LookupError(when)
        yield
        raise LookupError(when)

    for when in ("at the start", "at the end"):
        if when == "at the start":
            with pytest.raises(LookupError, match=when):
                serve(FastAPI(lifespan=fails))
        else:
            with serve(FastAPI(lifespan=fails)) as client:
                assert client.get("/").status_code == 404
            assert "LookupError: at the end" in capsys.readouterr().err


def test_an_app_that_is_no_fastapi_needs_no_lifespan() -> None:
    async def plain(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b"plain"})

    with serve(plain) as client:
        answer = client.get("/")
        assert (answer.status_code, answer.text) == (202, "plain")
