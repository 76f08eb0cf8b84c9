"""`workbook trace`: the X-ray of one request in the terminal, or as a page."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from workbook.command_line.ending import interruptible
from workbook.command_line.output import fail, say
from workbook.display.secrets import secret
from workbook.paths import ROOT
from workbook.server import serve
from workbook.xray.any_app.running import Running, running
from workbook.xray.earlier import sent
from workbook.xray.page import can_write, write_page
from workbook.xray.requests import Request, Typed, first_request, pair
from workbook.xray.trace_request import trace as send_traced

OURS = ("before_dict_json", "after_session")

App = Annotated[
    str,
    typer.Argument(
        help="Your app: main.py, package/main.py, a folder, main:app, or main:create_app, "
        "a function that makes it. Or one of ours: before_dict_json, after_session."
    ),
]
Method = Annotated[str, typer.Argument(help="GET, POST, PATCH, PUT or DELETE.")]
Path_ = Annotated[str, typer.Argument(metavar="PATH", help="Such as /expenses/1.")]
Body = Annotated[
    str | None, typer.Argument(help="JSON, such as '{\"amount\": 3}', or @FILE with it.")
]
First = Annotated[
    list[str] | None,
    typer.Option(help="Send this before, such as 'POST /todos {\"id\": 1}'. May be repeated."),
]
Header = Annotated[list[str] | None, typer.Option(help="Such as 'X-Token: abc'. May be repeated.")]
Form = Annotated[
    list[str] | None,
    typer.Option(help="A field of a form, such as username=ann. May be repeated."),
]
Cookie = Annotated[list[str] | None, typer.Option(help="Such as a=b. May be repeated.")]
User = Annotated[str | None, typer.Option(help="For HTTP Basic: NAME:PASSWORD.")]
InPlace = Annotated[
    bool,
    typer.Option("--in-place", help="Run your app on its real data, not in a copy of its folder."),
]
Html = Annotated[Path | None, typer.Option(help="Write an HTML page to this file instead.")]
Explain = Annotated[bool, typer.Option(help="Say under each line what it did.")]


def trace(
    app: App,
    method: Method,
    path: Path_,
    body: Body = None,
    first: First = None,
    header: Header = None,
    form: Form = None,
    cookie: Cookie = None,
    user: User = None,
    in_place: InPlace = False,
    html: Html = None,
    explain: Explain = True,
) -> None:
    """Send one request to an app, and show what each line of it did.

    Your app runs in a copy of its folder, so its data does not change; our own two apps get empty
    data. Headers, cookies and the user go with the earlier requests (--first), too.
    """
    try:
        typed = Typed(body, form or (), header or (), user)
        request = typed.request(method, path)
        earlier = [first_request(each, typed.header, user) for each in first or ()]
        cookies = dict(pair(each, "--cookie") for each in cookie or ())
        page = None if html is None else html.absolute()  # the app may run in another folder
        if html is not None:
            can_write(html)
        notes: list[str] = []
        with _running(app, in_place, page) as run:
            run.client.send = interruptible(run.client.send)  # type: ignore[method-assign]
            run.client.cookies.update(cookies)
            for note in _beginning(run, cookies, earlier):
                say(note)
                notes.append(note)
            picture = send_traced(
                run.client.request, request.method, request.path, explain=explain, **request.options
            )
            if html is None:
                say(str(picture))
        for note in run.warnings():
            say(f"! {note}")
            notes.append(note)
        if page is not None:
            write_page(page, picture, app, notes)
            say(f"{html}: written")
        if refusal := run.refusal():
            raise ValueError(refusal)
    except (ValueError, RuntimeError) as error:
        fail(error)
    if picture.response is None:
        raise typer.Exit(1)


@contextmanager
def _running(app: str, in_place: bool, page: Path | None) -> Iterator[Running]:
    if app in OURS and (ROOT / app).is_dir():
        with serve(app) as client:
            yield Running(client)
    else:
        with running(app, in_place=in_place, ours=page) as run:
            yield run


def _beginning(run: Running, cookies: dict[str, str], earlier: Iterable[Request]) -> Iterator[str]:
    """Yield what is to be known before the picture, and send the earlier requests."""
    yield from run.notes
    if cookies:
        yield "cookies: " + ", ".join(f"{n}={secret(value)}" for n, value in cookies.items())
    for each in earlier:
        yield sent(run.client, each)
