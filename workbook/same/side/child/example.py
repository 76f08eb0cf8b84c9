"""Run the steps of an example through an app, in a process that then ends."""

import asyncio
import sys
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp

from workbook.same.requests.earlier import Earlier
from workbook.same.side.child.calling import KNOWN, PATIENT, StartError, answer, living
from workbook.same.side.child.libraries import late_libraries
from workbook.same.side.child.link import Link
from workbook.same.side.child.telling_lines import telling_lines
from workbook.same.side.encoding import encoded
from workbook.same.side.job import Job
from workbook.server import Server
from workbook.xray.any_app.name import Place
from workbook.xray.trace_request import trace


def run(job: Job, app: ASGIApp, place: Place, link: Link) -> None:
    """Do a job, and say what comes of it."""
    link.data.reverses = job.reverses
    earlier, modules = Earlier(), len(sys.modules)
    for step, known in job.before:
        earlier.note_request(step)
        earlier.note_answer(known["status"], known["headers"], known["body"])
    if job.kind == "document":
        link.say(document=app.openapi() if isinstance(app, FastAPI) else None)
    elif job.kind == "picture":
        _picture(job, app, link, earlier)
    else:
        # Not uvloop, which an app may have installed: it connects without a word to the guard.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(_answers(job, app, link, earlier))
        link.say(late=late_libraries(modules), lines=link.lines.taken())


async def _answers(job: Job, app: ASGIApp, link: Link, earlier: Earlier) -> None:
    try:
        async with living(app, ends=bool(job.ends)) as state:
            link.say(begun=True)
            for step in job.steps:
                sent = earlier.resolved(step)
                earlier.note_request(sent)
                patience = job.patience * PATIENT
                if sent.operation in job.endless:
                    patience = min(patience, KNOWN)
                got = await answer(app, encoded(sent), state, patience)
                earlier.note_answer(got["status"], got["headers"], got["body"])
                link.say(answer=got, sent=vars(sent))
            # The rest of this process may hang: what is noted is said first.
            link.say(
                answered=True,
                used=earlier.used,
                lines=link.lines.taken(),
                connected=link.data.connected,
                reached=list(link.guard.reached),
            )
    except StartError as error:
        link.say(failed=f"it does not start: {error}")


def _picture(job: Job, app: ASGIApp, link: Link, earlier: Earlier) -> None:
    with Server(app, patience=0) as client:
        for i, step in enumerate(job.steps):
            sent = earlier.resolved(step)
            earlier.note_request(sent)
            method, target, headers, body = encoded(sent)
            options: dict[str, Any] = {"content": body, "headers": headers}
            if i == len(job.steps) - 1:
                picture = trace(client.request, method, target, **options)
                lines = telling_lines(picture.entries)
                link.say(picture=str(picture), html=picture._repr_html_(), telling=lines)
                return
            got: httpx.Response = client.request(method, target, **options)
            earlier.note_answer(got.status_code, got.headers.multi_items(), got.text)
