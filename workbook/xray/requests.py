"""The requests that somebody types, as an HTTP client takes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.files.ordinary_file import read_file

SHOWN = 200  # characters of a body that is no JSON
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Request:
    """A request; the options are those of `httpx.Client.request`."""

    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """What somebody types for a request, besides its method and path.

    Args:
        body: JSON, or `@` and the name of a file with it.
        form: fields of a form, as `name=value`.
        header: as `Name: value`.
        user: as `name:password`.

    """

    body: str | None = None
    form: Sequence[str] = ()
    header: Sequence[str] = ()
    user: str | None = None

    def request(self, method: str, path: str) -> Request:
        """Return the request.

        Raises:
            ValueError: it is none; the message says why.

        """
        if method.upper() not in METHODS:
            raise ValueError(f"{method!r} is not a method: it is one of {', '.join(METHODS)}")
        if not path.startswith("/"):
            raise ValueError(f"a path begins with /, such as /items/1; this one is {path!r}")
        if self.body is not None and self.form:
            raise ValueError("a request has a body of JSON or a form, not both")
        options: dict[str, Any] = {}
        if self.body is not None:
            options["json"] = _json(self.body)
        if self.form:
            options["data"] = _fields(self.form)
        if self.header:
            options["headers"] = [_header(each) for each in self.header]
        if self.user is not None:
            name, _, password = self.user.partition(":")
            options["auth"] = (name, password)
        return Request(method.upper(), path, options)


def first_request(text: str, header: Sequence[str], user: str | None) -> Request:
    """Return a request that is all in one text, such as `POST /todos {"id": 1}`.

    Args:
        text: a method, a path, and JSON or nothing.
        header: as in `Typed`.
        user: as in `Typed`.

    Raises:
        ValueError: it is none; the message says why.

    """
    method, path, body = in_one_text(text)
    try:
        return Typed(body=body or None, header=header, user=user).request(method, path)
    except ValueError as error:
        raise ValueError(f"--first {text!r}: {error}") from None


def in_one_text(text: str) -> tuple[str, str, str]:
    """Return the method, the path and the body of a request, as they stand; each may be empty."""
    method, path, body = [*text.split(maxsplit=2), "", "", ""][:3]
    return method, path, body


def pair(text: str, option: str) -> tuple[str, str]:
    """Return the name and the value in `name=value`.

    Raises:
        ValueError: there is no name, or no `=`.

    """
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise ValueError(f"{option} takes name=value, such as {option} 'a=b'; not {text!r}")
    return name, value


def _json(text: str) -> Any:
    if text.startswith("@"):
        try:
            text = read_file(Path(text[1:])).decode("utf-8")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ValueError(f"the body cannot be read from {text[1:]}: {reason}") from None
    try:
        return json.loads(text)
    except ValueError as error:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
        raise ValueError(f"the body is not valid JSON: {error}: {shown}") from None
    except RecursionError:
        raise ValueError("the body is JSON of too many levels") from None


def _fields(form: Sequence[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in (pair(each, "--form") for each in form):
        fields.setdefault(name, []).append(value)
    return fields


def _header(text: str) -> tuple[bytes, bytes]:
    name, sign, value = text.partition(":")
    if not name.strip() or not sign:
        raise ValueError(f"--header takes 'Name: value', such as 'X-Token: abc'; not {text!r}")
    return name.strip().encode(), value.strip().encode()  # httpx takes text only if it is ASCII
