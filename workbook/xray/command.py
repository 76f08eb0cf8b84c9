"""`workbook trace`: the X-ray of one request in the terminal."""

import importlib
import json
import os
import sys
from typing import Annotated, Any

import typer
from fastapi import FastAPI

from workbook.server import Server, serve
from workbook.xray.trace_request import trace as send_traced

OURS = ("before_dict_json", "after_session")
App = Annotated[
    str, typer.Argument(help="before_dict_json, after_session, or your own as module:app.")
]
Method = Annotated[str, typer.Argument(help="GET, POST, PATCH, PUT or DELETE.")]
Path = Annotated[str, typer.Argument(help="Such as /expenses/1.")]
Body = Annotated[str | None, typer.Argument(help="JSON, such as '{\"amount\": 3}'.")]
Explain = Annotated[bool, typer.Option(help="Say under each line what it did.")]


def trace(app: App, method: Method, path: Path, body: Body = None, explain: Explain = True) -> None:
    """Send one request to an app, and show what each line of it did.

    Our own two apps get empty data; your own app uses the database that it is set to.
    """
    try:
        if not path.startswith("/"):
            raise ValueError(f"a path begins with /, such as /items/1; this one is {path!r}")
        options = {} if body is None else {"json": _json(body)}
        with _served(app) as client:
            picture = send_traced(client.request, method.upper(), path, explain=explain, **options)
            typer.echo(str(picture).encode(errors="replace"))
    except (ValueError, RuntimeError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if picture.response is None:
        raise typer.Exit(1)


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise ValueError(f"the body is not valid JSON: {error}: {body}") from None


def _served(name: str) -> Server:
    if name in OURS:
        return serve(name)
    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())  # as uvicorn and fastapi do
    try:
        app = getattr(importlib.import_module(module), attribute or "app", None) if module else None
    except ImportError as error:
        raise ValueError(f"cannot import {module}: {error}") from None
    if not isinstance(app, FastAPI):
        raise ValueError(f"{name} is not a FastAPI app: name it as module:app")
    return serve(app)
