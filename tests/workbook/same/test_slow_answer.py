"""An answer that takes its time is waited for, as long as `--patience` says."""

from pathlib import Path

import pytest

from workbook.same.requests.step import Step
from workbook.same.side.runner import side

pytestmark = pytest.mark.slow

APP = """
import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

@app.get("/export")
async def export():
    async def rows():
        yield "a"
        await asyncio.sleep(2.2)
        yield "b"
    return StreamingResponse(rows())
"""


def test_an_export_of_some_seconds_is_compared_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(APP, "utf-8")
    with side(str(tmp_path / "main.py")) as app:
        (answer,) = app.run([Step("GET /export")]).answers
        assert answer["body"] == "ab"
