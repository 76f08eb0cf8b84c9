"""A diagnosis begins with the first wrong answer, and names the check's own part in it."""

from pathlib import Path

import pytest

from tests.shared.mistakes import FOLDER, Diagnosed
from tests.shared.student import SOLVED, changed
from workbook.checker.run import run_check

CREATE = "(expense: ExpenseCreate, session: SessionDep)"
GET = """    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense
"""


def test_a_table_class_as_the_parameter(tmp_path: Path, diagnosed: Diagnosed) -> None:
    path = changed(tmp_path, CREATE, CREATE.replace("ExpenseCreate", "Expense"))
    source = path.read_text(encoding="utf-8")
    line = "    db_expense = Expense.model_validate(expense)\n"
    path.write_text(source.replace(line, "    db_expense = expense\n"), encoding="utf-8")
    first = diagnosed("create_expense", path)[0]
    assert first.sentence.startswith("POST /expenses with {'description': 'Cake', ")
    date, amount = first.sentence.index("only accepts Python date"), first.sentence.index("of -1")
    assert date < first.sentence.index("the text that was sent") < amount
    assert "in your line 62: `session.commit()`" in first.sentence
    assert first.probe.status == 500


def test_a_table_class_without_a_date_is_just_accepted(
    tmp_path: Path, diagnosed: Diagnosed
) -> None:
    path = changed(tmp_path, CREATE, CREATE.replace("ExpenseCreate", "dict[str, Any]"))
    source = path.read_text(encoding="utf-8").replace("\n\n", "\n\nfrom typing import Any\n", 1)
    dated = "    db_expense = Expense.model_validate(expense)\n"
    kept = "    db_expense = Expense(**expense)\n    db_expense.date = None\n"
    path.write_text(source.replace(dated, kept), encoding="utf-8")
    said = diagnosed("create_expense", path)[0].sentence
    assert said.startswith("An amount of -1 was accepted: nothing checks the body.")


# In a check no warning is an error; here one would be, about the text in the place of a date.
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_of_a_change_too(tmp_path: Path, diagnosed: Diagnosed) -> None:
    path = changed(tmp_path, "changes: ExpenseUpdate", "changes: Expense")
    found = diagnosed("update_expense", path)
    first = found[0]
    assert first.name == "body_not_validated"
    assert first.sentence.startswith("PATCH /expenses/2 with {'amount': 7.5, ")
    assert "`ExpenseUpdate` does" in first.sentence
    (too_early,) = [each for each in found if each.name == "looked_up_too_early"]
    assert "dependency" not in too_early.sentence  # get_session only lets the 404 pass


def test_an_error_of_the_main_request_comes_before_other_requests(
    tmp_path: Path, diagnosed: Diagnosed
) -> None:
    old = "    db_expense.sqlmodel_update(changes.model_dump(exclude_unset=True))\n"
    new = "    for k, v in changes.model_dump(exclude_none=True).items():\n        db_expense[k]=v"
    found = diagnosed("update_expense", changed(tmp_path, old, f"{new}\n"))
    assert [each.name for each in found if each.is_fault] == [
        "raised",
        "raised_elsewhere",
        "nulls_left_out",
    ]


def test_an_own_except_hides_an_error_behind_a_refusal(
    tmp_path: Path, diagnosed: Diagnosed
) -> None:
    old = "    db_expense = Expense.model_validate(expense)\n"
    new = """    try:
        db_expense = Expense(**expense)
    except TypeError:
        raise HTTPException(status_code=409, detail="no")
"""
    (first, *_) = diagnosed("create_expense", changed(tmp_path, old, new))
    assert first.name == "caught"
    assert "409 was answered: TypeError: " in first.sentence


def test_a_place_in_the_list_fails_first_and_then_finds_another(
    tmp_path: Path, diagnosed: Diagnosed
) -> None:
    before, head, _ = SOLVED.partition("def get_expense")
    body = "    return session.exec(select(Expense)).all()[expense_id - 1]\n"
    source = before + head + SOLVED.partition(head)[2].replace(GET, body, 1)
    path = tmp_path / "main.py"
    path.write_text(source, encoding="utf-8")
    (first, *_) = diagnosed("get_expense", path)
    assert first.name == "position_for_id"
    assert first.sentence.startswith("GET /expenses/4 raised IndexError: ")
    assert "the one with id 1 came back" in first.sentence
    assert "Alone, your app may get the rows in another order" in first.sentence


def test_a_result_that_was_left_half_read_locks_nobody_out(tmp_path: Path) -> None:
    old = "    session.delete(db_expense)\n"
    new = "    session.delete(session.exec(select(Expense).where(Expense.id == expense_id)))\n"
    verdict = run_check("delete_expense", changed(tmp_path, old, new))
    assert verdict.problem is None
    assert verdict.diagnosis.startswith("The session was given something that is not an object")


@pytest.mark.parametrize(
    ("mistake", "endpoint", "part"),
    [
        ("list_without_order_by", "list_expenses", "backwards where no order is asked for"),
        ("summary_without_order_by", "get_summary", "an index on `category`, from Z to A"),
        ("create_waits_for_its_other_session", "create_expense", "gives up after a second"),
        ("update_hides_a_failed_commit", "update_expense", "a trigger of its own refuses"),
    ],
)
def test_where_the_check_makes_a_difference_it_says_so(
    diagnosed: Diagnosed, mistake: str, endpoint: str, part: str
) -> None:
    found = diagnosed(endpoint, FOLDER / f"{mistake}.py")
    assert part in found[0].sentence


def test_an_order_that_was_asked_for_is_not_the_check_s(
    tmp_path: Path, diagnosed: Diagnosed
) -> None:
    path = changed(tmp_path, "order_by(Expense.id)", "order_by(Expense.description.desc())")
    (first, *_) = diagnosed("list_expenses", path)
    assert first.name == "no_order_by"
    assert "backwards" not in first.sentence


def test_a_file_beside_the_app_is_not_where_the_check_runs(tmp_path: Path) -> None:
    (tmp_path / "limits.txt").write_text("9", encoding="utf-8")
    old = "app = FastAPI("
    path = changed(tmp_path, old, f'LIMIT = int(open("limits.txt").read())\n{old}')
    problem = run_check("get_expense", path).problem
    assert problem is not None
    assert "No such file or directory" in problem.what
    assert "in an empty folder" in problem.meaning
