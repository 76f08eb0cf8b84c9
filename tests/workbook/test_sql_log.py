"""`sql_sent`: the SQL that the driver gets, and BEGIN where it really stands."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from after_session.models import Expense
from workbook import serve, sql_sent

INSERT = "INSERT INTO expense (description, amount, category, date) VALUES (?, ?, ?, ?)"
PARAMETERS = "    with ('Lunch', 12.5, 'food', None)"


def lunch(**changes: object) -> Expense:
    return Expense(description="Lunch", amount=12.5, category="food", **changes)


def test_begin_stands_before_the_first_write_only(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    with sql_sent() as sent, Session(engine) as session:
        session.exec(select(Expense.id)).all()
        for _ in range(2):
            session.add(lunch())
            session.flush()
        session.commit()
    statements = [each.splitlines()[0] for each in sent]
    assert statements == ["SELECT expense.id", "BEGIN", INSERT, INSERT, "COMMIT"]
    assert capsys.readouterr().out == "\n".join(sent) + "\n"


def test_a_read_has_no_transaction(engine: Engine) -> None:
    with sql_sent() as sent:
        with Session(engine) as session:
            session.exec(select(Expense.id)).all()
        with Session(engine) as session:
            session.exec(select(Expense.id)).all()
            session.rollback()
        with Session(engine) as session:
            session.exec(select(Expense.id)).all()
            session.commit()
    assert sent == ["SELECT expense.id\nFROM expense"] * 3


def test_a_savepoint_begins_a_transaction_without_begin(engine: Engine) -> None:
    with sql_sent() as sent, Session(engine) as session, session.begin_nested():
        session.add(lunch())
    words = [statement.split(" ")[0] for statement in sent]
    assert words == ["SAVEPOINT", "INSERT", "RELEASE"]


def test_parameters_are_shown(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with sql_sent(), Session(engine) as session:
        session.add(lunch())
        session.commit()
    assert capsys.readouterr().out == f"BEGIN\n{INSERT}\n{PARAMETERS}\nCOMMIT\n"


@pytest.mark.parametrize("how", ["rollback", "close"])
def test_a_real_rollback(engine: Engine, how: str) -> None:
    with sql_sent() as sent:
        session = Session(engine)
        session.add(lunch())
        session.flush()
        getattr(session, how)()
        session.close()
    assert sent == ["BEGIN", f"{INSERT}\n{PARAMETERS}", "ROLLBACK"]


def test_a_refused_statement_was_sent_too(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(lunch(id=1))
        session.commit()
    with sql_sent() as sent, Session(engine) as session:
        session.add(lunch(id=1))
        with pytest.raises(IntegrityError):
            session.commit()
    assert (sent[0], sent[2]) == ("BEGIN", "ROLLBACK")
    assert sent[1].startswith("INSERT INTO expense (id, ")
    assert sent[1].endswith("\n    refused: UNIQUE constraint failed: expense.id")


def test_no_sql(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with sql_sent() as sent, Session(engine) as session:
        session.add(lunch())
    assert sent == []
    assert capsys.readouterr().out == "(no SQL was sent)\n"


def test_what_a_served_app_sends(capsys: pytest.CaptureFixture[str]) -> None:
    body = {"description": "Lunch", "amount": 12.5, "category": "food"}
    with serve("after_session") as client:
        with sql_sent() as sent:
            client.post("/expenses", json=body)
        assert [each.split()[0] for each in sent] == ["BEGIN", "INSERT", "COMMIT", "SELECT"]
        with sql_sent() as sent:
            client.get("/expenses/1")
        assert [each.split()[0] for each in sent] == ["SELECT"]
    with serve("before_dict_json") as client, sql_sent() as sent:
        client.post("/expenses", json=body)
    assert sent == []
    assert capsys.readouterr().out.endswith("(no SQL was sent)\n")
