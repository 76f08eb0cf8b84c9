"""What the lessons say that a call sends, or makes of an object, is what was measured."""

from pathlib import Path

import pytest

from tests.shared.lesson_texts import markdown
from tests.shared.notebooks import PATHS, every_notebook, read
from tests.shared.sentences import claims, shape


@every_notebook
def test_what_is_said_of_a_call_was_measured(path: Path) -> None:
    faults = [claim.fault() for claim in claims(markdown(read(path).cells))]
    assert not any(faults), "\n".join(filter(None, faults))


def test_there_are_many_such_sentences() -> None:
    found = [claim for path in PATHS for claim in claims(markdown(read(path).cells))]
    assert len(found) >= 12
    assert len({shape(claim.call) for claim in found}) >= 7


TRUE = [
    "`session.add(tea)` sends nothing",
    "`session.flush()` sends `INSERT`",
    "`session.flush()` sends `BEGIN` and `INSERT`",
    "`session.commit()` sends `BEGIN`, then `UPDATE`, and `COMMIT`",
    "`session.commit()` sends `COMMIT`",
    "`session.refresh(db_expense)` sends a `SELECT`",
    "`session.get(Expense, 84)` sends nothing",
    "`session.exec(statement)` sends `SELECT`",
    "`session.exec(select(Expense).where(Expense.id == 1)).first()` sends `SELECT`",
    "`select(Expense).where(Expense.amount > 3)` sends nothing",
    "`session.exec(update(Expense).where(Expense.id == 1).values(amount=2))` sends `UPDATE`",
    "`cup.amount = 10.0` sends nothing",
    "`cup.description` sends `SELECT`",
    "`Expense(...)` sends nothing",
    "`Session(engine)` sends nothing",
    "`delete` sends nothing",
    "`session.add(tea)` makes it *pending*",
    "`session.commit()` leaves the object *expired*",
    "`session.rollback()` makes a new object **transient**",
    "`session.refresh(tea)` ends *expired*",
    "`session.close()` leaves `tea` *detached*",
    "**`commit`** sends the BEGIN, UPDATE and COMMIT",
    "`refresh` sends one more SELECT",
    "`add` sends no SQL",
    "`commit` **expires** the object",
]
FALSE = [
    ("`session.add(tea)` sends `INSERT`", "measured was nothing (transient → pending)"),
    ("`session.flush()` sends `SELECT`", "measured was BEGIN INSERT (pending"),
    ("`session.commit()` sends `COMMIT` and `INSERT`", "measured was"),
    ("`session.refresh(tea)` sends nothing", "measured was SELECT"),
    ("`session.add(tea)` leaves the object *persistent*", "measured was"),
    ("`session.rollback()` makes it *pending*", "measured was"),
    ("`session.flush()` ends *expired*", "measured was"),
    ("`flush` expires all", "measured was"),
    ("`session.add(tea)` sends INSERT and COMMIT", "measured was"),
    ("`session.merge(tea)` sends nothing", "has no row for `session.merge(tea)`"),
]
NO_CLAIMS = [
    "`session.add(tea)` sends nothing but a note",
    "The session sends `SELECT`",
    "`before.post(...)` sends an HTTP request",
    "`session.add(tea)` makes it *ready*",
    "`flush` sends INSERTED",
    "**Predict:** which?\n\n1. `session.add(tea)` sends `INSERT`,\n2. it sends nothing.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_passes(sentence: str) -> None:
    assert [claim.fault() for claim in claims(f"Here, {sentence}. And so on.")] == [""]


@pytest.mark.parametrize(("sentence", "said"), FALSE)
def test_a_false_sentence_or_one_without_a_row_fails_with_words(sentence: str, said: str) -> None:
    (claim,) = claims(f"Here, {sentence}. And so on.")
    assert sentence in claim.fault()
    assert said in claim.fault()


def test_a_folded_answer_is_read() -> None:
    text = "1. Who?\n\n<details><summary>Answers</summary>\n\n1. `add` sends INSERT.\n\n</details>"
    (claim,) = claims(text)
    assert "measured was nothing" in claim.fault()


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_other_sentences_are_left_alone(sentence: str) -> None:
    assert list(claims(sentence)) == []
