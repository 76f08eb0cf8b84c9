"""An example as a script: it sends the requests to two servers, and prints both answers."""

import json
from typing import Any

from workbook.same.requests.step import RESTART, Example, Step
from workbook.same.side.encoding import encoded
from workbook.same.side.runner import Ran

HEAD = """\
# {difference}
# Both apps have just been started, without data. Give their addresses, OLD first:
#     python3 this_script.py http://127.0.0.1:8001 http://127.0.0.1:8002
import sys

import httpx

for url in sys.argv[1:]:
    app = httpx.Client(base_url=url, timeout=60)
    print(url)
"""
RESTARTED = '    input("Stop this server, start it again with the same data, then press Enter: ")'
SHOWN = "    print(answer.status_code, answer.text)"


def script(example: Example, old: Ran, new: Ran, difference: str) -> str:
    """Return the source.

    Args:
        example: as it was found.
        old: what came of it in OLD.
        new: what came of it in NEW.
        difference: in a line.

    """
    lines = [HEAD.format(difference=difference.replace("\n", " "))]
    place = 0
    requests = sum(step != RESTART for step in example)
    for step in example:
        if step == RESTART:
            lines.append(RESTARTED)
            continue
        sent = [Step(**ran.sent[place]) for ran in (old, new) if place < len(ran.sent)]
        place += 1
        if not sent:
            continue
        call = _call(sent[0], sent[-1])
        lines.append(f"    answer = {call}" if place == requests else f"    {call}")
    return "\n".join([*lines, SHOWN]) + "\n"


def _call(old: Step, new: Step) -> str:
    """Return the call; where the apps gave different ids, it takes each app's own."""
    first, second = (_arguments(each) for each in (old, new))
    if first == second:
        return f"app.request({first})"
    return f"app.request({first}) if url == sys.argv[1] else app.request({second})"


def _arguments(step: Step) -> str:
    method, target, headers, body = encoded(step)
    parts = [repr(method), repr(target)]
    names = dict(headers)
    plain = names == {"content-type": "application/json"} and not step.raw
    if plain and _is_json(step.body):
        return ", ".join([*parts, f"json={step.body!r}"])
    if body:
        parts.append(f"content={body!r}")
    if names:
        parts.append(f"headers={names!r}")
    return ", ".join(parts)


def _is_json(value: Any) -> bool:
    """Tell whether httpx would send it as it was sent."""
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except ValueError:  # NaN, or half of a surrogate pair
        return False
    return True
