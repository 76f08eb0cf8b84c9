"""Exception handlers that are not told of: they looked at an error, and raised it again."""

from collections.abc import Iterable

from workbook.xray.entries import Entry, Header, Step, Work


def without_idle_handlers(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without the handlers that changed nothing and passed on their error.

    An app may have one for an error of which only some are its own; for any other it is as if it
    were not there. Starlette asks it twice.
    """
    kept = list(entries)
    idle = {each.call for each in kept if isinstance(each, Header) and _is_idle(each, kept)}
    return [each for each in kept if not (isinstance(each, Header | Step) and each.call in idle)]


def _is_idle(header: Header, entries: list[Entry]) -> bool:
    if header.role != Work.HANDLER or not header.call:
        return False
    if any(isinstance(each, Header) and each.caller == header.call for each in entries):
        return False  # what it has called may matter
    steps = [each for each in entries if isinstance(each, Step) and each.call == header.call]
    return bool(steps) and steps[-1].passes and not any(map(_did_something, steps))


def _did_something(step: Step) -> bool:
    """Tell whether a line changed anything, called what is not shown, or may have."""
    changed = any(each.changes or each.sql or each.more_sql for each in step.phases)
    return changed or bool(step.note or step.unknown or (step.error and not step.passes))
