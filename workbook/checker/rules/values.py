"""Which values are stored, and whether they are the ones that were sent."""

from sqlalchemy.exc import IntegrityError

from workbook.checker.evidence.case import CREATE, DELETE, UPDATE, Case, Finding, row_with_id
from workbook.checker.evidence.probe import CAKE
from workbook.checker.evidence.table import COLUMNS, ROWS
from workbook.checker.problems import problem_of
from workbook.known_errors.lookup import name_of

TEXT_FOR_A_DATE = "date-as-text"  # as the error is known


def body_not_validated(case: Case) -> Finding:
    """An invalid value is stored."""
    probe = case.probes.get("invalid")
    if probe is None or probe.status >= 400:
        return None
    right = "ExpenseUpdate" if case.endpoint == UPDATE else "ExpenseCreate"
    cause = f"A table class as the parameter validates and converts nothing; `{right}` does."
    for each in case.probes.values():
        error = each.trace.error
        if error is not None and name_of(error) == TEXT_FOR_A_DATE:  # what a client meets first
            return (
                f"{each.sent} raised {problem_of(error, case.path)}: the date is still "
                f"the text that was sent. And an amount of -1 was accepted. {cause}",
                each,
            )
    return f"An amount of -1 was accepted: nothing checks the body. {cause}", probe


def id_from_client(case: Case) -> Finding:
    """The client chooses the id."""
    probe = case.probes.get("with_id")
    if probe and any(each[0] == 9 for each in probe.after):
        return "The client sent the id 9, and the row got it: only the database gives ids.", probe
    return None


def id_not_from_database(case: Case) -> Finding:
    """The INSERT names an id."""
    if case.endpoint == CREATE and any(
        statement.startswith("INSERT INTO expense (id") for statement in case.main.trace.sql()
    ):
        taken = isinstance(case.main.trace.error, IntegrityError)
        here = " Here a row had it already, and the INSERT failed." if taken else ""
        return (
            "The INSERT names the id, so Python chose it: two requests can choose the same one, "
            f"and the id of a deleted expense can come back.{here} Leave the id out.",
            case.main,
        )
    return None


def field_lost(case: Case) -> Finding:
    """A new row is not what was sent."""
    new = [each for each in case.main.after if each not in case.main.before]
    if case.endpoint != CREATE or len(new) != 1:
        return None
    stored = dict(zip(COLUMNS, new[0], strict=True))
    lost = [name for name, value in CAKE.items() if stored[name] != value]
    if lost:
        return (
            f"What was stored is not what was sent: {lost[0]} is {stored[lost[0]]!r}, and should "
            f"be {CAKE[lost[0]]!r}.",
            case.main,
        )
    return None


def changed_too_much(case: Case) -> Finding:
    """More was changed or deleted than the request asked for."""
    main, asked = case.main, 4
    if case.endpoint not in (UPDATE, DELETE):
        return None
    lost = [each[0] for each in ROWS if each[0] != asked and each not in main.after]
    if lost:
        what = "deleted" if case.endpoint == DELETE else "changed"
        others = f"ids {' and '.join(map(str, lost))} were" if lost[1:] else f"id {lost[0]} was"
        return f"The request was for id {asked}, but {others} {what} too.", main
    old, new = row_with_id(main.before, asked), row_with_id(main.after, asked)
    if not new or case.endpoint == DELETE:
        return None
    names = [n for n, a, b in zip(COLUMNS, old, new, strict=True) if a != b and n != "amount"]
    error = main.trace.error
    if not names and not (isinstance(error, IntegrityError) and "NOT NULL" in str(error)):
        return None
    what = (
        f"{', '.join(names)} changed as well" if names else "the UPDATE sets other columns to NULL"
    )
    return (
        f"Only amount was sent, yet {what}: a field that was not sent has a default, and the "
        "default was written. `exclude_unset=True` leaves it out.",
        main,
    )


def fields_left_alone(case: Case) -> Finding:
    """Of several fields that were sent, only some are stored."""
    probe = case.probes.get("fields")
    if probe is None or probe.status != 200 or not case.has_written:
        return None
    sent, row = probe.request[2] or {}, row_with_id(probe.after, 2)
    stored = dict(zip(COLUMNS, row, strict=True)) if row else {}
    lost = [name for name, value in sent.items() if stored.get(name) != value]
    if lost and stored:
        return (
            f"{probe.sent} was answered with 200, but {lost[0]} is still "
            f"{stored[lost[0]]!r}: each field that was sent has to be set, not only some. "
            "`changes.model_dump(exclude_unset=True)` has all of them.",
            probe,
        )
    return None


def nulls_left_out(case: Case) -> Finding:
    """A null that was sent is not stored."""
    probe = case.probes.get("null")
    if probe and probe.status == 200 and row_with_id(probe.after, 1) == row_with_id(ROWS, 1):
        return (
            'The client sent {"date": null} to clear the date, but the date is still there: '
            "leave out what was not sent, not what is null.",
            probe,
        )
    return None
