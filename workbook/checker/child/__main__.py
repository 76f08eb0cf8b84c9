"""The process in which a student's file runs: `python -m workbook.checker.child`, one endpoint.

It may end in any way, so the result goes to a file; what is not there was not reached.
"""

import contextlib
import faulthandler
import io
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from workbook.checker.child.suite import GIVEN, Suite
from workbook.checker.child.swap import PACKAGE, package
from workbook.checker.evidence.case import try_out
from workbook.checker.evidence.probe import MAIN, send_probe
from workbook.checker.evidence.table import fill, has_table
from workbook.checker.exercise import is_untouched
from workbook.checker.limits import REQUEST, hold
from workbook.checker.problems import FileError, problem_of
from workbook.checker.reading import no_table, twice
from workbook.checker.rules.diagnoses import Diagnosis, diagnose
from workbook.checker.source_text import decoded, hold_fast
from workbook.checker.verdict import VERDICT, Behaviour, Remark, Verdict
from workbook.server import closed_meanwhile, serve

OUTPUT = sys.stderr  # the student's code may put something else in its place
TIMERS: list[threading.Timer] = []
PRINTED = 2_000  # characters of what the student's code prints that are kept


def check(path: Path, raw: bytes, endpoint: str, folder: Path) -> Verdict:
    """Check one endpoint of a file in this process, which may not survive it.

    Args:
        path: the file; it is not read, only named.
        raw: what it held when the check began.
        endpoint: which of the six.
        folder: an empty folder, for the package through which `serve` finds the app.

    """
    package(folder, path, endpoint)
    sys.path.insert(0, str(folder))
    event.listen(Engine, "connect", _reverse)
    try:
        source = decoded(raw)
        hold_fast(path, source)
        compile(source, path, "exec")
        client = serve(PACKAGE)
        if not has_table(client):
            raise FileError(*no_table(source))
    except Exception as error:
        return Verdict(endpoint, problem_of(error, path))
    with closed_meanwhile(client), contextlib.redirect_stdout(io.StringIO()) as printed:
        _begin()
        case = try_out(client, endpoint, path)
        _begin()
        found = diagnose(case)
    suite = Suite(_begin)
    suite.run(endpoint)
    _begin()
    verdict = Verdict(
        endpoint,
        note=twice(source, endpoint),
        is_untouched=is_untouched(source, endpoint),
        behaviours=tuple(Behaviour(n, holds, n in GIVEN) for n, holds in suite.results.items()),
        mismatch=suite.first_mismatch(),
        remarks=tuple(map(_remark, found)),
        printed=printed.getvalue()[:PRINTED],
    )
    if not verdict.passed:
        return verdict
    return replace(verdict, sql=(tuple(case.main.trace.sql()), _sql_of_reference(endpoint)))


def _remark(found: Diagnosis) -> Remark:
    picture = found.probe.trace
    return Remark(
        found.name,
        found.sentence,
        found.is_fault,
        repr(picture),
        picture._repr_html_(),
        len(found.probe.before),
    )


def _sql_of_reference(endpoint: str) -> tuple[str, ...]:
    with closed_meanwhile(serve("after_session")) as reference:
        fill(reference)
        return tuple(send_probe(reference, MAIN[endpoint]).trace.sql())


def _reverse(driver: Any, _: object) -> None:
    """Make SQLite return rows in another order than by id, unless a statement says in which."""
    driver.execute("PRAGMA reverse_unordered_selects = ON")


def _begin() -> None:
    """End this process if what follows takes too long, and say where it was."""
    for each in TIMERS:
        each.cancel()
    TIMERS[:] = [threading.Timer(REQUEST, _give_up)]
    TIMERS[0].daemon = True
    TIMERS[0].start()
    # The timer needs the interpreter's lock, which a call into C may keep.
    faulthandler.dump_traceback_later(REQUEST + 2, exit=True, file=OUTPUT)


def _give_up() -> None:
    """Say where each thread is; they stand still, unlike when faulthandler's own time is over."""
    print("Timeout (", file=OUTPUT, flush=True)
    faulthandler.dump_traceback(file=OUTPUT)
    os._exit(1)


if __name__ == "__main__":
    path, snapshot, endpoint, folder, result, memory, file = sys.argv[1:]
    faulthandler.enable()
    _begin()
    hold(int(memory), int(file))
    sys.argv[:] = [path]  # the student's code may look for options of its own
    try:
        verdict = check(Path(path), Path(snapshot).read_bytes(), endpoint, Path(folder))
    except SystemExit:
        raise  # `run` says it: the exit status is what there is to say
    except BaseException as error:
        verdict = Verdict(endpoint, problem_of(error, Path(path)))
    Path(result).write_bytes(VERDICT.dump_json(verdict))
    os._exit(0)  # threads of the student's code may still run
