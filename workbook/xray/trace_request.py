"""`trace`: send a request, and see what each line of the app did."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from workbook.display.harmless import clean
from workbook.display.secrets import data_without_secrets, is_secret, secret, without_secrets
from workbook.serving.traced_requests import HEADER
from workbook.xray.observe.values import said, short
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
    headers = httpx.Headers(options.get("headers"))
    headers[HEADER] = request.token
    response, error = None, None
    try:
        with request.followed():
            try:
                response = send(*arguments, **options | {"headers": headers})
            except httpx.TimeoutException:
                raise  # the app hangs: nothing more is waited for
            except Exception as caught:
                error = caught
    except httpx.TimeoutException as caught:
        error = caught
    method = getattr(send, "__name__", "").upper()
    first = str(arguments[0]) if arguments else str(options.get("url", ""))
    if method == "REQUEST":  # client.request("GET", "/")
        method, first = first, str(arguments[1]) if len(arguments) > 1 else ""
    picture = Trace(described(method, first, options), request.recording, explain=explain)
    picture.response = response
    picture.error = picture.error or error
    if error is not None:
        client = getattr(send, "__self__", None)
        picture.troubles.append(why_nothing_came(error, client, options))
    return picture


def described(method: str, path: str, options: Mapping[str, Any]) -> str:
    """Return a request in a line, without the secrets in it.

    Args:
        method: such as GET.
        path: with its query.
        options: what else `httpx.Client.request` takes.

    """
    return clean("   ".join([without_secrets(f"{method} {path}"), *_parts(options)]).rstrip())


def _parts(options: Mapping[str, Any]) -> Iterator[str]:
    if "json" in options:
        yield _body(options["json"])
    if isinstance(data := options.get("data"), Mapping):
        pairs = data_without_secrets(data).items()
        yield "form: " + ", ".join(f"{k}={_value(value)}" for k, value in pairs)
    for name, value in httpx.Headers(options.get("headers")).multi_items():
        yield f"{name}: {secret(value) if is_secret(name, value) else without_secrets(value)}"
    if isinstance(user := options.get("auth"), tuple):
        yield f"user {user[0]}"


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _body(data: Any) -> str:
    try:
        data = data_without_secrets(data)
        text = json.dumps(data, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):  # the client will say what is wrong with it
        return short(data)
    return text if len(text) <= BODY else f"{text[:BODY]}… {len(text):,} characters in all"


def why_nothing_came(error: Exception, client: Any, options: Mapping[str, Any]) -> str:
    """Return why there is no answer.

    Args:
        error: what the client raised.
        client: which of them; it knows how long it waits.
        options: of the request.

    """
    if not isinstance(error, httpx.TimeoutException):
        return without_secrets(f"no answer: the client got {type(error).__name__}: {said(error)}")
    patience = httpx.Timeout(options.get("timeout", getattr(client, "timeout", None))).read
    within = f" within {patience:g} s" if patience else ""
    return f"no answer{within}: the app is still at work, or waits for something"
