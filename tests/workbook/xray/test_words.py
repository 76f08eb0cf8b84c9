"""What the X-ray says in words is true for lines that are easily taken for others."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from workbook import serve
from workbook.xray.entries import Step
from workbook.xray.magic import xray
from workbook.xray.picture import Trace

CELL = """\
with Session(engine) as session:
    tea = Expense(description="Tea", amount=1, category="food")
    session.add(tea)
    tea.amount = 2
    session.commit()
    tea.amount
    tea.amount = 6 + len(session.exec(select(Expense.id)).all())
    session.refresh(tea)
tea.amount = 5
with Session(engine) as other:
    other.add(tea)
with Session(engine) as idle:
    pass
"""


@pytest.fixture
def shell() -> Iterator[SimpleNamespace]:
    with serve("after_session"):
        from after_session.database import engine
        from after_session.models import Expense

        names = {"Session": Session, "select": select, "engine": engine, "Expense": Expense}
        yield SimpleNamespace(user_ns=names)


def sentences(picture: Trace) -> dict[int, str]:
    """Return for each line the last that was said of it."""
    said = {}
    for step in (entry for entry in picture.entries if isinstance(entry, Step)):
        each = [phase.sentence for phase in step.phases] + [step.sentence]
        said[step.number] = " ".join(filter(None, each))
    return said


def test_each_line_has_a_sentence_that_is_true_of_it(shell: SimpleNamespace) -> None:
    said = sentences(xray("", CELL, shell))
    assert said[3] == "The session puts it on its list. No SQL is sent."
    assert said[4] == ""  # it was on the list before
    assert said[6].startswith("A SELECT fills the attributes")
    assert said[7] == "The database is asked."  # the value is not from the row
    assert said[8].startswith("A SELECT fills the attributes")
    assert said[9] == ""  # no session let go of it: it was detached before
    assert said[11] == "The session looks after the object again. No SQL is sent."
    assert said[10].startswith("The session closes")
    assert said[12].startswith("The session closes. No transaction is open")


def test_a_picture_says_what_its_marks_mean(shell: SimpleNamespace) -> None:
    html = xray("", CELL, shell)._repr_html_()
    for meaning in ("changed by this line", "no longer so", "a new row", "no longer in the object"):
        assert html.count(f" {meaning}") == 1
    assert "a deleted row" not in html
    assert "<b>idle</b>" in html  # with more than one session, each has its name
