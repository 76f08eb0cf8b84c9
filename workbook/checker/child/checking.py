"""Check one endpoint in this process, which may not survive it."""

import contextlib
import io
import signal
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, event

from workbook.browser.mode import IN_BROWSER
from workbook.checker.child.suite import GIVEN, Suite
from workbook.checker.child.swap import PACKAGE, package
from workbook.checker.evidence.case import try_out
from workbook.checker.evidence.probe import MAIN, send_probe
from workbook.checker.evidence.table import fill, has_table
from workbook.checker.exercise import is_only_start, is_untouched
from workbook.checker.limits import StepLimit
from workbook.checker.machine import is_of_machine
from workbook.checker.problems import FileError, problem_of
from workbook.checker.reading import no_table, twice
from workbook.checker.rules.diagnoses import Diagnosis, diagnose
from workbook.checker.source_text import taken
from workbook.checker.verdict import Behaviour, Remark, Verdict, judged
from workbook.server import closed_meanwhile, serve

PRINTED = 2_000  # characters of what the student's code prints that are kept


def check_endpoint(
    path: Path, raw: bytes, endpoint: str, folder: Path, limit: StepLimit, brief: bool
) -> Verdict:
    """Check one endpoint of a file.

    Args:
        path: the file; it is not read, only named.
        raw: what it held when the check began.
        endpoint: which of the six.
        folder: an empty folder, for the package through which `serve` finds the app.
        limit: of each request and each test.
        brief: leave out what only a report shows, and all tests where the result is certain.

    """
    package(folder, path, endpoint)
    sys.path.insert(0, str(folder))
    with watched_engines() as failures:
        return _checked(path, raw, endpoint, limit, brief, failures)


def _checked(
    path: Path,
    raw: bytes,
    endpoint: str,
    limit: StepLimit,
    brief: bool,
    failures: "MachineFailures",
) -> Verdict:
    try:
        source = taken(path, raw)
        client = serve(PACKAGE)
        if not has_table(client):
            raise FileError(*no_table(source))
    except Exception as error:
        return judged(Verdict(endpoint, problem_of(error, path)))
    if brief and is_only_start(source, endpoint):
        return Verdict(endpoint, is_untouched=True)
    client.timeout = None  # the limits of time are ours
    with closed_meanwhile(client), contextlib.redirect_stdout(io.StringIO()) as printed:
        limit.begin_step()
        case = try_out(client, endpoint, path)
        limit.begin_step()
        diagnoses = diagnose(case)
    suite = Suite(path, limit.begin_step)
    suite.run(endpoint)
    limit.begin_step()
    verdict = Verdict(
        endpoint,
        note=twice(source, endpoint),
        is_untouched=is_untouched(source, endpoint),
        behaviours=tuple(Behaviour(n, holds, n in GIVEN) for n, holds in suite.results.items()),
        mismatch=suite.first_mismatch(),
        errors=suite.errors(),
        remarks=_remarks(diagnoses, brief),
        printed=printed.getvalue()[:PRINTED],
    )
    if not verdict.passed:
        if failures.met_limit:
            return verdict
        return Verdict(endpoint, check_failed=failures.first) if failures.first else judged(verdict)
    if brief:
        return verdict
    return replace(verdict, sql=(tuple(case.main.trace.sql()), _sql_of_reference(endpoint)))


def _remarks(diagnoses: list[Diagnosis], brief: bool) -> tuple[Remark, ...]:
    """Return the diagnoses with the pictures that a report shows: of the first fault, or of all."""
    faults = [each for each in diagnoses if each.is_fault]
    shown = [] if brief else faults[:1] or diagnoses
    return tuple(_remark(each, any(each is other for other in shown)) for each in diagnoses)


def _remark(diagnosis: Diagnosis, is_shown: bool) -> Remark:
    picture = diagnosis.probe.trace
    raised = type(picture.error).__name__ if picture.error is not None else ""
    return Remark(
        diagnosis.name,
        diagnosis.sentence,
        diagnosis.is_fault,
        repr(picture) if is_shown else "",
        picture._repr_html_() if is_shown else "",
        len(diagnosis.probe.before),
        raised,
    )


def _sql_of_reference(endpoint: str) -> tuple[str, ...]:
    with closed_meanwhile(serve("after_session")) as reference:
        fill(reference)
        return tuple(send_probe(reference, MAIN[endpoint]).trace.sql())


class MachineFailures:
    """What the database could not do because of the machine, whatever was made of the error.

    Attributes:
        first: the first, in words; empty: there is none.
        met_limit: whether the code wanted to write more into a file than a check allows: then
            what SQLite calls a full disk is the code's fault.

    """

    first, met_limit = "", False

    def __init__(self) -> None:
        number = getattr(signal, "SIGXFSZ", None)
        if number and not IN_BROWSER:  # there is no such limit
            signal.signal(number, self._note_limit)

    def _note_limit(self, *_: object) -> None:
        self.met_limit = True

    def note(self, context: ExceptionContext) -> None:
        """Note an error of a database's driver, if it is the machine's."""
        error = context.original_exception
        if not self.first and is_of_machine(error, in_their_line=True):
            self.first = f"{type(error).__name__}: {error}"


@contextlib.contextmanager
def watched_engines() -> Iterator[MachineFailures]:
    """Prepare each connection in this block, and note what engines cannot do."""
    failures = MachineFailures()
    listeners: list[tuple[str, Any]] = [
        ("connect", prepare_connection),
        ("handle_error", failures.note),
    ]
    for each in listeners:
        event.listen(Engine, *each)
    try:
        yield failures
    finally:
        for each in listeners:
            event.remove(Engine, *each)


def prepare_connection(driver: Any, *_: object) -> None:
    """Make SQLite show what it can hide.

    It returns rows in another order than by id, unless a statement says in which; and it waits for
    a lock only for a second: one request comes at a time, so nobody else will let it go.
    For the disk it does not wait: when the computer fails, nobody needs what a check has stored.
    """
    if isinstance(driver, sqlite3.Connection):
        driver.execute("PRAGMA reverse_unordered_selects = ON").close()
        driver.execute("PRAGMA busy_timeout = 1000").close()
        driver.execute("PRAGMA synchronous = OFF").close()
