"""The calls of the cheat sheet: what is measured, held against what is known of a session."""

import re

import pytest

import before_dict_json.main
from tests.shared.lesson_texts import markdown
from tests.shared.notebooks import code_cells, read
from workbook.lessons.sheets.calls import ADDED, LOADED, TASKS, all_calls
from workbook.lessons.sheets.measure import measured
from workbook.lessons.sheets.rows import Call
from workbook.lessons.sheets.texts import lessons
from workbook.paths import ROOT

ROWS = {(call.code, call.when): call for call in all_calls()}
# By hand, from SQLAlchemy's documentation: a few of each kind, so that the measuring is tested.
KNOWN = [
    ("session.add(expense)", "new object", "", "transient", "pending"),
    ("session.flush()", "after add", "BEGIN INSERT", "pending, id None", "persistent, id 2"),
    ("session.commit()", "after add and flush", "COMMIT", "persistent", "expired"),
    ("session.commit()", "after reading only", "", "persistent", "expired"),
    ("session.get(Expense, 1)", "loaded", "", "persistent", "persistent"),
    ("session.get(Expense, 1)", "expired", "SELECT", "expired", "persistent"),
    ("expense.amount = 2.0", "the same value", "", "persistent", "persistent"),
    ("expense.amount = 3.0", "another value", "", "persistent", "persistent, changed"),
    ("session.delete(expense)", "loaded", "", "persistent", "persistent, to be deleted"),
    ("session.flush()", "after delete", "BEGIN DELETE", "persistent, to be deleted", "deleted"),
    (
        "session.rollback()",
        "after add and flush",
        "ROLLBACK",
        "persistent, id 2",
        "transient, id 2",
    ),
    ("session.close()", "loaded", "", "persistent", "detached"),
]


@pytest.mark.parametrize(("code", "when", "sent", "before", "after"), KNOWN)
def test_measured_is_what_is_known(
    code: str, when: str, sent: str, before: str, after: str, capsys: pytest.CaptureFixture
) -> None:
    found = measured(ROWS[code, when])
    assert (" ".join(found.sent), found.before, found.after) == (sent, before, after)
    assert found.error == ""
    assert capsys.readouterr().out == ""


def test_an_error_is_part_of_what_is_measured() -> None:
    failed = measured(Call("1 / 0", "", ADDED, 4))
    assert (failed.error, failed.sent) == ("ZeroDivisionError", ())
    assert [measured(call).error for call in all_calls() if "fails" in call.when] == [
        "IntegrityError"
    ]


def test_what_leads_to_a_call_is_not_measured() -> None:
    assert measured(Call("pass", "", LOADED, 4)).sent == ()
    with pytest.raises(ZeroDivisionError):
        measured(Call("pass", "", ("1 / 0",), 4))


def test_the_same_call_in_the_same_situation_is_there_once() -> None:
    assert len(ROWS) == len(list(all_calls()))
    assert len({(call.code, call.given) for call in all_calls()}) == len(ROWS)


@pytest.mark.parametrize("habit", [habit for task in TASKS for habit in task.habits])
def test_a_habit_is_in_the_old_app(habit: str) -> None:
    path = ROOT / "before_dict_json" / "main.py"
    assert before_dict_json.main.__file__ == str(path)
    assert habit in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "call", list(all_calls()), ids=lambda call: f"{call.lesson:02} {call.code}"
)
def test_the_lesson_has_the_call(call: Call) -> None:
    """In its code, or, where the lesson traces the app, in its text."""
    (path,) = (lesson.path for lesson in lessons() if lesson.number == call.lesson)
    notebook = read(path)
    text = "\n".join(cell.source for cell in code_cells(notebook)) + markdown(notebook.cells)
    for output in (out for cell in code_cells(notebook) for out in cell.outputs):
        text += output.get("data", {}).get("text/plain", "")
    method = re.search(
        r"session\.(\w+)|(Session|select|Expense)\(|(sqlmodel_update)|\.amount", call.code
    )
    assert method
    name = next(filter(None, method.groups()), "")
    assert re.search(rf"\b{name}\b" if name else r"\w\.(amount|description)\b", text)
