"""An example as a script: it sends the requests to two servers, and prints both answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx

from workbook.display.harmless import clean
from workbook.same.answers.difference import Difference
from workbook.same.findings.taken import Taken
from workbook.same.requests.step import RESTART, Example, Step, requests_in
from workbook.same.side.encoding import FORM, JSON, encoded, flat
from workbook.same.side.runner import Ran

HEAD = """\
# {difference}
# Start each app with the files that its folder had, and give both addresses, OLD first:
#     python3 this_script.py http://127.0.0.1:8001 http://127.0.0.1:8002
{variables}import sys

import httpx

for url in sys.argv[1:]:
    print(url)
    try:
        with httpx.Client(base_url=url, timeout=60) as app:"""
BODY = " " * 12
RESTARTED = 'input(f"Stop {url}, start it with the same data, press Enter: ")'
SECURE = (
    "for cookie in app.cookies.jar:",
    "    cookie.secure = False  # this is not https",
)
SHOWN = "print(answer.status_code, answer.text)"
END = """\
    except httpx.HTTPError as error:
        print(f"no answer: {type(error).__name__}: {error}")
"""


def script(
    example: Example,
    old: Ran,
    new: Ran,
    difference: Difference,
    variables: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the source.

    A value that is not the same in both, such as a random id, and a token in a header, are taken
    from each server's own answers.

    Args:
        example: as it was found.
        old: what came of it in OLD.
        new: what came of it in NEW.
        difference: that it shows.
        variables: by `OLD` and `NEW`, the names of those that it was given, and that it may need;
            what they hold may be a secret.

    """
    given = {side: ", ".join(names) for side, names in (variables or {}).items() if names}
    said = [f"# {side} was given {clean(names, one_line=True)}\n" for side, names in given.items()]
    head = HEAD.replace("{difference}", clean(str(difference), one_line=True))
    head = head.replace("{variables}", "".join(said))
    body = [BODY + line for line in _lines(example, old, new, difference)]
    return "\n".join([head, *body, END])


def _lines(example: Example, old: Ran, new: Ran, difference: Difference) -> Iterator[str]:
    taken = Taken(old.answers, new.answers)
    requests = requests_in(example)
    calls = [
        _call(*_sent(i, step, old, new, taken), taken)
        for i, step in enumerate(requests[: max(len(old.sent), len(new.sent))])
    ]
    place = 0
    for step in example:
        if step == RESTART:
            yield RESTARTED
        elif place < len(calls):
            variables = taken.variables(place)
            is_last = place == len(calls) - 1
            yield f"{'answer = ' if variables or is_last else ''}{calls[place]}"
            yield from variables
            if any("secure" in cookie for cookie in _cookies(old, new, place)):
                yield from SECURE
            place += 1
    yield SHOWN
    if difference.where.startswith("header "):
        name = difference.where.removeprefix("header ")
        yield f'print("{name}:", answer.headers.get_list("{name}"))'


def _sent(place: int, step: Step, old: Ran, new: Ran, taken: Taken) -> tuple[Step, Step]:
    """Return a request as it was sent to each, with names for what is taken from answers."""
    sent = [Step(**ran.sent[place]) for ran in (old, new) if place < len(ran.sent)]
    first, second = sent[0], sent[-1]
    if "cookie" not in step.headers:  # httpx keeps cookies as they kept them
        first, second = (
            replace(each, headers={n: v for n, v in each.headers.items() if n != "cookie"})
            for each in (first, second)
        )
    return taken.signed(place, step, first, second)


def _cookies(old: Ran, new: Ran, place: int) -> Iterator[str]:
    for ran in (old, new):
        for answer in ran.answers[place : place + 1]:
            yield from (v.lower() for name, v in answer["headers"] if name == "set-cookie")


def _call(old: Step, new: Step, taken: Taken) -> str:
    """Return the call; where the apps were sent something else, it takes each app's own."""
    first, second = (f"app.request({', '.join(_arguments(each))})" for each in (old, new))
    either = first if first == second else f"{first} if url == sys.argv[1] else {second}"
    return taken.code(either)


def _arguments(step: Step) -> list[str]:
    method, target, headers, body = encoded(step)
    parts = [repr(method), repr(target)]
    names = dict(headers)
    kind = names.get("content-type", "")
    readable = ""
    if not step.raw and kind == JSON and _is_json(step.body):
        readable = f"json={step.body!r}"
    elif not step.raw and kind == FORM and isinstance(step.body, dict):
        fields: dict[str, Any] = {}
        for name, value in flat(step.body):
            fields[name] = [*fields.get(name, []), value]
        data = {name: value[0] if len(value) == 1 else value for name, value in fields.items()}
        if _as_form(data) == body:
            readable = f"data={data!r}"
    if readable:
        parts.append(readable)
        del names["content-type"]
    elif body:
        parts.append(f"content={body!r}")
    if names:
        # httpx takes text only if it is ASCII.
        sent = {n: v if v.isascii() else v.encode("latin-1", "replace") for n, v in names.items()}
        parts.append(f"headers={sent!r}")
    return parts


def _as_form(data: dict[str, Any]) -> bytes | None:
    """Return what httpx would send."""
    try:
        return httpx.Request("POST", "http://app", data=data).read()
    except UnicodeEncodeError:
        return None


def _is_json(value: Any) -> bool:
    """Tell whether httpx would send it as it was sent; null is nothing to it."""
    if value is None:
        return False
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except ValueError:  # NaN, or half of a surrogate pair
        return False
    return True
