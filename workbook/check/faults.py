"""What an endpoint can do wrong: each function says it in a sentence, or returns None."""

from fastapi.exceptions import ResponseValidationError
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm.exc import DetachedInstanceError

from workbook.check.case import Case
from workbook.check.errors import problem_of
from workbook.check.probe import CAKE, COLUMNS, ROWS, Probe
from workbook.contract import ENDPOINTS

Found = tuple[str, Probe] | None
CREATE, LIST, GET, UPDATE, DELETE, SUMMARY = ENDPOINTS
WRITING = (CREATE, UPDATE, DELETE)
UNDONE = "when the session closed, all of it was undone"


def no_such_route(case: Case) -> Found:
    """Nobody answers the request."""
    method, path, _ = case.main.request
    text = case.main.found.response.text
    if case.main.status == 405 or text == '{"detail":"Not Found"}':
        return (
            f"Nothing answers {method} {path}: the decorator's method or path differs.",
            case.main,
        )
    if case.main.status == 422:
        return (
            f"{method} {path} is refused with 422, though all is right with it: the function takes "
            f"something that the request does not have. {text}",
            case.main,
        )
    return None


def another_engine(case: Case) -> Found:
    """SQL goes through an engine of the endpoint's own."""
    for probe in case.probes.values():
        if any(engine is not case.engine for engine in probe.engines):
            return (
                "The SQL went through another engine than the one in `after_session/database.py`. "
                "An engine holds the pool of connections: an app makes one, when it starts.",
                probe,
            )
    return None


def one_session_for_all_requests(case: Case) -> Found:
    """Two requests worked through one session."""
    if "again" not in case.probes:
        return None
    again = case.probes["again"]
    if any(session in case.main.sessions for session in again.sessions):
        return (
            "Two requests worked through the same session. Each needs one of its own, from "
            "`SessionDep`: objects, errors and transactions of one would reach the other.",
            again,
        )
    return None


def read_after_close(case: Case) -> Found:
    """An attribute was read when the session was closed already."""
    for probe in case.probes.values():
        if isinstance(probe.found.error, DetachedInstanceError):
            return (
                "The object was read after its session had closed: it is detached, and what the "
                "commit made it forget can be loaded no more (`DetachedInstanceError`).",
                probe,
            )
    return None


def rolled_back(case: Case) -> Found:
    """The endpoint itself asks for a rollback."""
    if case.endpoint in WRITING and not _has_written(case) and case.main.rolls_back:
        return "The change was undone by `session.rollback()`; nothing was committed.", case.main
    return None


def flushed_not_committed(case: Case) -> Found:
    """SQL was sent, COMMIT was not."""
    words = case.main.words
    sent = [word for word in words if word in ("INSERT", "UPDATE", "DELETE")]
    if case.endpoint in WRITING and not _has_written(case) and sent and "COMMIT" not in words:
        return (
            f"{sent[0]} was sent, COMMIT was not: `session.flush` is only half of "
            f"`session.commit`, and {UNDONE}.",
            case.main,
        )
    return None


def added_not_committed(case: Case) -> Found:
    """A new object waited until the session closed."""
    if case.endpoint == CREATE and not _has_written(case) and case.main.listed("new"):
        return (
            "The row was never stored: `session.add` was called, `session.commit` was not. "
            "The object waited in the session until it closed.",
            case.main,
        )
    return None


def never_added(case: Case) -> Found:
    """The session was never told of the object."""
    if case.endpoint != CREATE or _has_written(case) or not case.main.status:
        return None
    if "transient" in case.main.states():
        return (
            "The object was made, but `session.add` was not called: the session does not know it, "
            "so nothing was stored.",
            case.main,
        )
    return None


def changed_not_committed(case: Case) -> Found:
    """A change waited until the session closed."""
    if case.endpoint == UPDATE and not _has_written(case) and case.main.listed("changed"):
        return (
            "The change was never stored: the object was changed, and the session noticed, but "
            "`session.commit` was not called.",
            case.main,
        )
    return None


def nothing_changed(case: Case) -> Found:
    """The object that the session knows was left as it was."""
    if case.endpoint == UPDATE and not _has_written(case) and case.main.status < 400:
        return (
            "Nothing was stored: no object of the session was changed. A copy, a dict or another "
            "object may have been; the session looks after the one that `session.get` returns.",
            case.main,
        )
    return None


def added_a_new_object(case: Case) -> Found:
    """An update that inserts."""
    if case.endpoint == UPDATE and "INSERT" in case.main.words:
        refused = isinstance(case.main.found.error, IntegrityError)
        end = "The database refused it: there is a row with this id." if refused else ""
        return (
            f"An update sent an INSERT: a new object was added. {end} "
            "Change the object that `session.get` returns.",
            case.main,
        )
    return None


def deleted_not_committed(case: Case) -> Found:
    """The deletion waited until the session closed."""
    if case.endpoint == DELETE and not _has_written(case) and case.main.listed("deleted"):
        return (
            "The row is still there: `session.delete` was called, `session.commit` was not.",
            case.main,
        )
    return None


def nothing_deleted(case: Case) -> Found:
    """The session was not asked to delete."""
    if case.endpoint == DELETE and not _has_written(case) and case.main.status < 400:
        return "The row is still there: nothing was deleted.", case.main
    return None


def refreshed_what_is_gone(case: Case) -> Found:
    """A SELECT for a row that was just deleted."""
    words = case.main.words
    if case.endpoint == DELETE and _has_written(case) and case.main.status >= 400:
        after = words[words.index("COMMIT") :] if "COMMIT" in words else []
        if "SELECT" in after:
            return (
                f"The row was deleted, and then the object was read again: the row is gone, so "
                f"the answer was {case.main.status}. After a delete there is nothing to refresh.",
                case.main,
            )
    return None


def changed_too_much(case: Case) -> Found:
    """More was changed or deleted than was asked for."""
    if case.endpoint == CREATE:
        return None
    main, asked = case.main, 4
    others = [row for row in ROWS if row[0] != asked]
    lost = [row[0] for row in others if row not in main.after]
    if lost:
        what = "deleted" if case.endpoint == DELETE else "changed"
        return f"Id {asked} was asked for, yet other rows were {what}, too: ids {lost}.", main
    if case.endpoint != UPDATE:
        return None
    old, new = _row(main.before, asked), _row(main.after, asked)
    names = [n for n, a, b in zip(COLUMNS, old, new, strict=True) if a != b and n != "amount"]
    if old and new and names:
        return (
            f"Only amount was sent, yet {', '.join(names)} changed as well: a field that was not "
            "sent has a default, and it was written. `exclude_unset=True` leaves it out.",
            main,
        )
    error = main.found.error
    if isinstance(error, IntegrityError) and "NOT NULL" in str(error) and "UPDATE" in str(error):
        return (
            "Only amount was sent, yet the UPDATE writes None to other columns, and the database "
            "refuses it: a field that was not sent has a default. `exclude_unset=True` leaves "
            "it out.",
            main,
        )
    return None


def nulls_left_out(case: Case) -> Found:
    """A null that was sent is not written."""
    probe = case.probes.get("null")
    if probe and probe.status == 200 and _row(probe.after, 1)[-1:] == ("2026-11-23",):
        return (
            'The client sent {"date": null} to clear the date, and the date is still there: '
            "leave out what was not sent, not what is null.",
            probe,
        )
    return None


def not_found_is_no_404(case: Case) -> Found:
    """There is no row, and the answer is not 404."""
    probe = case.probes.get("missing")
    if probe is None or probe.status == 404 or probe.answers_an_expense:
        return None
    error = probe.found.error
    what = f"the answer was {probe.status}"
    if isinstance(error, NoResultFound):
        what += ", because `one()` raises NoResultFound"
    elif error is not None:
        what += f" ({problem_of(error, case.path)})"
    return f"There is no expense 3: {what}, and should be 404. `session.get` returns None.", probe


def position_for_id(case: Case) -> Found:
    """The answer has another id than was asked for."""
    for name, asked in (("main", 4), ("missing", 3)):
        probe = case.probes.get(name)
        if case.endpoint == GET and probe and probe.answers_an_expense:
            found = probe.found.response.json()["id"]
            if found != asked:
                return (
                    f"Id {asked} was asked for, and the expense with id {found} came back: "
                    "a place in a list is no id.",
                    probe,
                )
    return None


def expired_answer(case: Case) -> Found:
    """An object that was expired is turned into a dict."""
    if case.endpoint in (CREATE, UPDATE) and case.main.found.response.text == "{}":
        return (
            "The answer is `{}`: commit expired the object, and its empty dict was sent. "
            "`session.refresh` loads it again; so does an `ExpensePublic` as the answer's model.",
            case.main,
        )
    return None


def nothing_returned(case: Case) -> Found:
    """None where an answer is needed."""
    error = case.main.found.error
    if isinstance(error, ResponseValidationError):
        first = error.errors()[0]
        if first["input"] is None and first["loc"] == ("response",):
            return "The function returned None: a `return` is missing.", case.main
        where = ".".join(str(each) for each in first["loc"][1:]) or "the whole"
        return f"What was returned is no right answer: {where}: {first['msg']}.", case.main
    return None


def raised(case: Case) -> Found:
    """Any other error."""
    for probe in case.probes.values():
        is_meant = probe is case.probes.get("refused")
        if probe.found.error is not None and not is_meant:
            return f"An error was raised: {problem_of(probe.found.error, case.path)}.", probe
    return None


def body_not_validated(case: Case) -> Found:
    """What is out of bounds is stored."""
    probe = case.probes.get("invalid")
    if probe and probe.status < 400:
        return (
            "An amount of -1 was accepted: nothing checks the body. A table class as the "
            "parameter validates nothing; `ExpenseCreate` does.",
            probe,
        )
    return None


def id_from_client(case: Case) -> Found:
    """The client chooses the id."""
    probe = case.probes.get("with_id")
    if probe and any(row[0] == 9 for row in probe.after):
        return "The client sent an id of 9, and the row got it: the database gives ids.", probe
    return None


def id_not_from_database(case: Case) -> Found:
    """The INSERT names an id."""
    if case.endpoint == CREATE and any(
        statement.startswith("INSERT INTO expense (id") for statement in case.main.found.sql()
    ):
        return (
            "The INSERT names the id, so Python has chosen it: two requests can choose the same, "
            "and the id of a deleted expense comes back. Leave the id out.",
            case.main,
        )
    return None


def error_swallowed(case: Case) -> Found:
    """The database refuses a row, and the client is told that all went well."""
    probe = case.probes.get("refused")
    if probe and probe.status < 400:
        return (
            f"The database refused the row, yet the answer was {probe.status}: an error was "
            "caught, and nobody was told.",
            probe,
        )
    return None


def no_order_by(case: Case) -> Found:
    """Rows come in any order."""
    if case.endpoint != LIST or case.main.status != 200:
        return None
    ids = [each["id"] for each in case.main.found.response.json()]
    if sorted(ids) == [1, 2, 4] != ids:
        ordered = any("ORDER BY" in statement for statement in case.main.found.sql())
        why = "the ORDER BY names another column" if ordered else "the SELECT has no ORDER BY"
        return f"The ids came in the order {ids}: {why}. No database promises an order.", case.main
    return None


def category_ignored(case: Case) -> Found:
    """All rows for one category."""
    probe = case.probes.get("one_category")
    if probe and probe.status == 200:
        found = {each["category"] for each in probe.found.response.json()}
        if found - {"food"}:
            return f"category=food was asked for, and {sorted(found)} came back.", probe
    return None


def not_rounded(case: Case) -> Found:
    """0.1 + 0.2."""
    if case.endpoint == SUMMARY and "0000000" in case.main.found.response.text:
        return f"A total is not rounded: {case.main.found.response.text}", case.main
    return None


def more_than_one_commit(case: Case) -> Found:
    """One request is several transactions."""
    for probe in case.probes.values():
        commits = probe.words.count("COMMIT")
        if commits > 1:
            return (
                f"One request committed {commits} times. If it fails half way, one half is "
                "stored: change all, then commit once.",
                probe,
            )
    return None


def session_not_closed(case: Case) -> Found:
    """A connection stays in use."""
    for probe in case.probes.values():
        if probe.open:
            return (
                "When the request was over, its connection was still in use: a session was opened "
                "and not closed. `SessionDep` closes it by itself.",
                probe,
            )
    return None


def _has_written(case: Case) -> bool:
    main = case.main
    if case.endpoint == CREATE:
        return any(row[1:] == tuple(CAKE.values()) for row in main.after)
    if case.endpoint == UPDATE:
        return _row(main.after, 4)[2:3] == (3.5,)
    return not _row(main.after, 4)


def _row(rows: list, number: int) -> tuple:
    return next((row for row in rows if row[0] == number), ())
