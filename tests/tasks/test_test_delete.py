"""What the student's `test_delete` must do: pass on our app, and fail on apps with a mistake."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import ModuleType

import pytest

from workbook.server import Server

App = Callable[..., AbstractContextManager[Server]]
DELETE = "    session.delete(db_expense)\n    session.commit()\n"
DELETE_ALL = """
    for each in session.exec(select(Expense)):
        session.delete(each)
    session.commit()
"""
FIND = '        raise HTTPException(status_code=404, detail="Expense not found")\n' + DELETE


def fails(test: Callable[[Server], object], client: Server) -> bool:
    """Tell whether a test fails, as pytest would: it raises, or it calls `pytest.fail`."""
    try:
        test(client)
    except (Exception, pytest.fail.Exception):
        return True
    return False


def test_test_delete_passes_on_our_app(theirs: ModuleType, app: App) -> None:
    with app("ours") as client:
        theirs.test_delete(client)


def test_test_delete_fails_where_nothing_is_deleted(theirs: ModuleType, app: App) -> None:
    with app("keeps_it", (DELETE, "    session.delete(db_expense)\n")) as client:
        assert fails(theirs.test_delete, client), (
            "On an app that answers 204 and deletes nothing, it passes. After the DELETE, ask for "
            "what is left."
        )


def test_test_delete_fails_where_all_is_deleted(theirs: ModuleType, app: App) -> None:
    with app("deletes_all", (DELETE, DELETE_ALL)) as client:
        assert fails(theirs.test_delete, client), (
            "On an app that deletes all expenses at once, it passes. Create two, delete one, and "
            "look whether the other is still there."
        )


def test_test_delete_fails_where_there_is_no_404(theirs: ModuleType, app: App) -> None:
    with app("no_404", (FIND, "        return\n" + DELETE)) as client:
        assert fails(theirs.test_delete, client), (
            "On an app that answers 204 for an expense that is not there, it passes. Send the "
            "DELETE once more, and assert the status 404."
        )
