"""`workbook same`: two versions of an app, compared by what they answer."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from workbook.command_line.output import fail, make_console, say
from workbook.display.harmless import clean
from workbook.files.atomic_file import may_write, write_whole
from workbook.processes.fork_server import FORK_SERVER
from workbook.same.findings.verdict import NOT_COMPARED
from workbook.same.in_notebook import same as compared
from workbook.same.options import MOST
from workbook.same.told.text import tell
from workbook.xray.requests import pair

MADE_BY = "workbook same"

Old = Annotated[
    str,
    typer.Argument(
        help="The version before: main.py, a folder, main:app, or main:create_app, a function that "
        "makes it."
    ),
]
New = Annotated[str, typer.Argument(help="The version after, named in the same way.")]
Seconds = Annotated[float, typer.Option(min=1, help="How long it takes, about.")]
Examples = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="So many examples instead, however long they take; each is some requests to an "
        "app that has just been started.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(help="With --examples: makes the same requests as the run that named both."),
]
Most = Annotated[int, typer.Option(min=1, help="How many differences to look for.")]
First = Annotated[
    list[str] | None,
    typer.Option(
        help="Each example begins with it: 'POST /login {\"name\": …}', or with a form, "
        "'POST /token username=ann&password=x'. May be repeated."
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        help="The field of an answer, such as access_token, that is sent as bearer token from then "
        "on; or a header with it: 'X-Token: {token}'. Cookies are sent by themselves."
    ),
]
Requests = Annotated[
    Path | None,
    typer.Option(help="A file with requests to try as well, one a line, as for --first."),
]
OldEnv = Annotated[
    list[str] | None,
    typer.Option(help="An environment variable for OLD: NAME=value. May be repeated."),
]
NewEnv = Annotated[list[str] | None, typer.Option(help="The same for NEW.")]
AcceptedFile = Annotated[
    Path | None,
    typer.Option(
        help="A file with differences that may stay; without it, differences.toml if there is one."
    ),
]
Report = Annotated[Path | None, typer.Option(help="Write an HTML page to this file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Patience = Annotated[float, typer.Option(min=0.1, help="Seconds to wait for an answer.")]


def same(
    old: Old,
    new: New,
    seconds: Seconds = 60,
    examples: Examples = None,
    seed: Seed = None,
    most: Most = MOST,
    first: First = None,
    token: Token = None,
    requests: Requests = None,
    old_env: OldEnv = None,
    new_env: NewEnv = None,
    accepted: AcceptedFile = None,
    report: Report = None,
    as_json: Json = False,
    patience: Patience = 5,
) -> None:
    """Look for a difference between two versions of an app: does NEW answer as OLD does?

    Both run in copies of their folders: no file or SQLite database of yours changes.

    Exit status 0: no difference, or only accepted ones, seen this time or not.
    1: there is a difference. 2: they could not be compared.
    """
    try:
        if report is not None:
            may_write(report, MADE_BY, _is_ours)
        FORK_SERVER.start_as_fork()
        verdict = compared(
            old,
            new,
            seconds=seconds,
            examples=examples,
            seed=seed,
            most=most,
            first=first or (),
            token=token,
            requests=requests,
            old_env=dict(pair(each, "--old-env") for each in old_env or ()),
            new_env=dict(pair(each, "--new-env") for each in new_env or ()),
            accepted=accepted,
            patience=patience,
            progress=_progress,
        )
    except (ValueError, RuntimeError) as error:
        if as_json:
            say(json.dumps({"exit_status": NOT_COMPARED, "error": str(error)}, indent=1))
        fail(f"could not compare: {error}", NOT_COMPARED)
    finally:
        _progress("")
    if as_json:
        say(json.dumps(verdict.data(), indent=1))
    else:
        tell(verdict, make_console())
        if verdict.seconds and not verdict.shown:  # to make examples short takes time, too
            speed = verdict.seen.requests / verdict.seconds * 60
            say(f"\nIn {verdict.seconds:.0f} s, with learning: {speed:,.0f} requests a minute")
    if report is not None:
        from workbook.same.told.page import page

        write_whole(report, page(verdict).encode(errors="replace"), MADE_BY, _is_ours)
        typer.echo(f"{report}: written", err=as_json)
    raise typer.Exit(verdict.status)


def _progress(text: str) -> None:
    """Say what happens, in one line that changes; in a file or a pipe, nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{clean(text, one_line=True)[:100]}")
        sys.stderr.flush()


def _is_ours(beginning: bytes) -> bool:
    return f'content="{MADE_BY}"'.encode() in beginning
