"""What somebody types, as the comparison takes it: requests and a token."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from workbook.same.requests.step import Step, reference
from workbook.same.side.encoding import FORM, JSON
from workbook.xray.requests import METHODS, in_one_text

FIELD = re.compile(r"[\w.-]+")
PLACE = re.compile(r"(?P<header>[\w-]+):\s*(?P<before>[^{]*){(?P<name>[^}]+)}")


def step(text: str, option: str) -> Step:
    """Return a request that is all in one text, such as `POST /login name=ann&password=x`.

    Args:
        text: a method, a path, and JSON, a form, or nothing.
        option: that it was given with.

    Raises:
        ValueError: it is none; the message says why.

    """
    method, path, body = in_one_text(text)
    if method.upper() not in METHODS or not path.startswith("/"):
        raise ValueError(
            f"{option} takes a method, a path and a body, such as 'POST /todos {{\"id\": 1}}'; "
            f"not {text!r}"
        )
    operation = f"{method.upper()} {path}"
    if not body:
        return Step(operation)
    try:
        return Step(operation, body=json.loads(body), media_type=JSON)
    except ValueError as error:
        if body[0] not in '{["' and (form := parse_qs(body, keep_blank_values=True)):
            return Step(operation, body=form, media_type=FORM)
        raise ValueError(f"{option} {text!r}: the body is not valid JSON: {error}") from None


def steps_in(path: Path) -> list[Step]:
    """Return the requests in a file, one a line; an empty line or one with # is none.

    Raises:
        ValueError: it cannot be read, or a line is no request.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"{path} cannot be read: {reason}") from None
    return [
        step(line, f"{path}, line {i}:")
        for i, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


def token_header(text: str | None) -> dict[str, Any]:
    """Return the header that takes a token from an earlier answer.

    Args:
        text: the name of a field in the answer; or a header, such as `X-Token: {token}`.

    Raises:
        ValueError: it is neither.

    """
    if text is None:
        return {}
    if match := PLACE.fullmatch(text):
        name, header, before = match["name"], match["header"], match["before"]
    elif FIELD.fullmatch(text):
        name, header, before = text, "Authorization", "Bearer "
    else:
        raise ValueError(
            "--token takes the name of a field, such as access_token, or a header with it, such as "
            f"'X-Token: {{token}}'; not {text!r}"
        )
    return {header.lower(): reference(name.rpartition(".")[2], 0, "", before)}
