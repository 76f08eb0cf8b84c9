"""`trace`: send a request, and see what each line of the app did."""

import json
from collections.abc import Callable
from typing import Any

import httpx

from workbook.display.harmless import clean
from workbook.uvicorn_thread import HEADER
from workbook.xray.observe.values import short
from workbook.xray.picture import Trace
from workbook.xray.record.request import TracedRequest

BODY = 200  # characters of a request's body that are shown


def trace(send: Callable[..., Any], *arguments: Any, explain: bool = True, **options: Any) -> Trace:
    """Send a request, and follow it through the app.

    Args:
        send: a method of a client that talks to an app of this process, such as `after.post`.
        arguments: what it takes, such as the path.
        explain: say under each line what it did.
        options: what else it takes, such as `json`.

    Returns:
        The picture. An error that the app raises is in it, and is not raised here.

    """
    request = TracedRequest()
    headers = httpx.Headers(options.pop("headers", None))
    headers[HEADER] = request.token
    response, error = None, None
    with request.followed():
        try:
            response = send(*arguments, headers=headers, **options)
        except Exception as caught:
            error = caught
    method = getattr(send, "__name__", "").upper()
    first = str(arguments[0]) if arguments else str(options.get("url", ""))
    if method == "REQUEST":  # client.request("GET", "/")
        method, first = first, str(arguments[1]) if len(arguments) > 1 else ""
    shown = clean(f"{method} {first}   {_body(options)}".rstrip())
    picture = Trace(shown, request.recording, explain=explain)
    picture.response = response
    picture.error = picture.error or error
    return picture


def _body(options: dict[str, Any]) -> str:
    if "json" not in options:
        return ""
    try:
        text = json.dumps(options["json"], ensure_ascii=False)
    except (TypeError, ValueError):  # the client will say what is wrong with it
        return short(options["json"])
    return text if len(text) <= BODY else f"{text[:BODY]}… {len(text):,} characters in all"
