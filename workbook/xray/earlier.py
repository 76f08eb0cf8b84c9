"""The requests that come before the one that is traced: each is told in a line."""

import json

import httpx

from workbook.display.harmless import clean
from workbook.display.secrets import data_without_secrets, without_secrets
from workbook.xray.requests import Request
from workbook.xray.trace_request import described, why_nothing_came

ANSWER = 160  # characters of an answer that are shown


def sent(client: httpx.Client, request: Request) -> str:
    """Send a request, and return what was sent and what came.

    Raises:
        ValueError: nothing came.

    """
    options = request.options
    said = f"first: {described(request.method, request.path, options)}"
    try:
        answer = client.request(request.method, request.path, **options)
    except (httpx.HTTPError, ValueError) as error:
        raise ValueError(f"{said}\n  {why_nothing_came(error, client, options)}") from None
    failed = "   (this failed)" if answer.is_error else ""
    return clean(f"{said}   → {answer.status_code} {_body(answer)}", one_line=True) + failed


def _body(answer: httpx.Response) -> str:
    try:
        text = json.dumps(data_without_secrets(answer.json()), ensure_ascii=False)
    except ValueError:  # it is not JSON
        text = without_secrets(answer.text)
    return text if len(text) <= ANSWER else f"{text[:ANSWER]}…"
