"""Run anybody's app, in a copy of its folder or in place, and be its client."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbook.command_line.ending import PROCESS
from workbook.server import Server
from workbook.serving.uvicorn_thread import UvicornThread
from workbook.xray.any_app.copied import Copied, copied
from workbook.xray.any_app.errors import ENDS, AppError, told
from workbook.xray.any_app.guard import Guard
from workbook.xray.any_app.loading import loaded, running_in
from workbook.xray.any_app.name import Place, located
from workbook.xray.any_app.outside import guarded

PATIENCE = 3  # seconds for an app to end; one that hangs is left behind
SHOWN = 5  # of the files that could not be copied


@dataclass
class Running:
    """An app that runs.

    Attributes:
        client: talks to it.
        notes: what is to be known of where it runs.
        guard: keeps it from changing what is not in the copy; None: there is no copy.
        end: what is to be known of its end.

    """

    client: Server
    notes: list[str] = field(default_factory=list)
    guard: Guard | None = None
    end: list[str] = field(default_factory=list)

    def warnings(self) -> list[str]:
        """Return, when it is over, what has changed although there is a copy, and how it ended."""
        return [*(self.guard.warnings() if self.guard else ()), *self.end]

    def refusal(self) -> str:
        """Return what the app was not allowed to change, or nothing."""
        return self.guard.refusal() if self.guard else ""


@contextmanager
def running(name: str, *, in_place: bool, ours: Path | None = None) -> Iterator[Running]:
    """Start an app; it ends, and its copy is deleted, at the end of the block.

    Args:
        name: a file, a folder, or a module, each with `:app` or without.
        in_place: run it in its own folder, and not in a copy.
        ours: a file that the command itself writes, in whichever folder.

    Raises:
        AppError: it does not run; the message says why.

    """
    place = located(name)
    original = place.folder
    with ExitStack() as stack:
        if in_place:
            notes, guard = [f"in place: what is changed in {_called(place)} stays"], None
        else:
            copy = stack.enter_context(copied(original))
            notes = list(_notes(copy, place))
            place = place.moved(copy.folder)
            guard = stack.enter_context(guarded(copy.folder.parent, original, ours))
            PROCESS.ends_at_once = PROCESS.is_ours
        stack.enter_context(running_in(place, original))
        end = stack.enter_context(_end_noted(place))
        try:
            client = stack.enter_context(_started(place, original))
        except AppError as error:
            raise AppError((guard and guard.refusal()) or str(error)) from None
        yield Running(client, notes, guard, end)


def _called(place: Place) -> str:
    return place.folder.name or str(place.folder)


def _notes(copy: Copied, place: Place) -> Iterator[str]:
    yield f"in a copy of {_called(place)}; its data is not changed"
    if copy.missing:
        more = f", … {len(copy.missing)} in all" if len(copy.missing) > SHOWN else ""
        names = ", ".join(copy.missing[:SHOWN])
        yield f"what cannot be read is not in the copy: {names}{more}"


def _started(place: Place, original: Path) -> Server:
    app = loaded(place, original)
    try:
        return Server(app, patience=PATIENCE)
    except ENDS as error:
        raise AppError(told(error, f"{place.name} does not start", place.folder)) from None


@contextmanager
def _end_noted(place: Place) -> Iterator[list[str]]:
    """Note what an app raises when it ends; Python would show a traceback."""
    end: list[str] = []
    before = threading.excepthook

    def note(arguments: threading.ExceptHookArgs) -> None:
        if isinstance(arguments.thread, UvicornThread) and arguments.exc_value is not None:
            end.append(told(arguments.exc_value, f"{place.name} fails at its end", place.folder))
        else:
            before(arguments)

    threading.excepthook = note
    try:
        yield end
    finally:
        # That a thread of the app no longer finds its folder is of no interest.
        threading.excepthook = (lambda _: None) if PROCESS.ends_at_once else before
