"""How a report ends: a hint, or what comes next; and once more what matters, if that is far up."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from workbook.checker.exercise import exercise_path, is_untouched, shown_name
from workbook.checker.report.one_line import line_of_function
from workbook.checker.report.parts import Paragraph, ReportPart
from workbook.checker.tasks.names import TASKS
from workbook.checker.verdict import Verdict
from workbook.endpoints import ENDPOINTS
from workbook.paths import NOTEBOOKS

Typed = Callable[..., str]  # how a command is typed: `as_command` or `as_call`


def closing(verdict: Verdict, path: Path, typed: Typed) -> Iterator[ReportPart]:
    """Return a hint for what is not solved, else what comes next, if that is known.

    Args:
        verdict: the result of the check.
        path: the file that was checked; what comes next is known of the exercise only.
        typed: how a command is typed where this is read.

    """
    if not verdict.passed:
        yield Paragraph(f"A hint: `{typed('hint', verdict.endpoint)}`")
    elif path == exercise_path(verdict.endpoint) and (step := _next_step(verdict, typed)):
        yield Paragraph(f"Next: {step}.")


def in_short(verdict: Verdict, heading: ReportPart, path: Path) -> Iterator[ReportPart]:
    """Return the heading of a report, what is wrong, and in which line: all in a few lines."""
    yield heading
    if verdict.passed or verdict.check_failed:
        return
    said = "" if verdict.is_untouched else verdict.diagnosis
    if not said and verdict.mismatch is not None:
        behaviour = verdict.mismatch[0].removeprefix(f"{verdict.endpoint.replace('_', ' ')} ")
        said = f"The first that does not hold: {behaviour}"
    where = [] if re.search(r"\blines? \d", said) else [_place(verdict, path)]
    yield Paragraph(" — ".join(filter(None, [said, *where])))


def lesson_of(endpoint: str) -> Path | None:
    """Return the notebook of the lesson in which an endpoint is the exercise, if there is one."""
    call = f'check(\\"{endpoint}\\")'  # as it stands in JSON
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        with suppress(OSError):
            if call in path.read_text(encoding="utf-8", errors="replace"):
                return path
    return None


def _place(verdict: Verdict, path: Path) -> str:
    """Return where the endpoint is; empty if nobody knows."""
    line = line_of_function(verdict)
    return f"{shown_name(path)}, line {line}" if line else ""


def _next_step(verdict: Verdict, typed: Typed) -> str:
    """Say what comes after a solved one: what is not filled in yet, or the next lesson."""
    names = TASKS if verdict.endpoint in TASKS else ENDPOINTS
    later = names[names.index(verdict.endpoint) + 1 :]
    left = [name for name in names if is_untouched(verdict.source, name)]
    if left:
        first = next((name for name in later if name in left), left[0])
        lesson = lesson_of(first)
        if lesson is None:
            return first
        same = [name for name in left if name == first or lesson_of(name) == lesson]
        return f"lesson {_number(lesson)}, {' and '.join(same)}"
    if later:  # nobody has checked it since
        return f"`{typed('check', later[0])}`, for it is filled in too"
    lesson = lesson_of(verdict.endpoint)
    lessons = sorted(NOTEBOOKS.glob("*.ipynb"))
    following = lessons[lessons.index(lesson) + 1 :] if lesson is not None else []
    return f"lesson {_number(following[0])}" if following else ""


def _number(lesson: Path) -> str:
    return lesson.stem.partition("_")[0]
