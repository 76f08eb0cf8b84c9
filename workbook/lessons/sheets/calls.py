"""The calls of the cheat sheet: code that is run as it stands here. What it does is measured."""

from collections.abc import Iterator

from workbook.lessons.sheets.rows import Call, Task

# What comes before a call: a new session, on a table that has one expense, with the id 1.
NEW = ("expense = Expense(**fields)",)
ADDED = (*NEW, "session.add(expense)")
FLUSHED = (*ADDED, "session.flush()")
LOADED = ("expense = session.get(Expense, 1)",)
EXPIRED = (*LOADED, "session.commit()")
CHANGED = (*LOADED, "expense.amount = 3.0")
DELETED = (*LOADED, "session.delete(expense)")
ASKS = "session.exec(select(Expense)).all()"
COUNTS = "session.exec(update(Expense).values(amount=Expense.amount + 1))"
SUMS = "session.exec(select(func.sum(Expense.amount))).one()"
KEEPS = "session = Session(engine, expire_on_commit=False)"
TWICE = (*NEW, "expense.id = 1", "session.add(expense)")
FAILED = (*TWICE, "with suppress(IntegrityError): session.flush()")


TASKS = (
    Task(
        "Begin",
        (),
        (Call("session = Session(engine)", "", (), 3),),
    ),
    Task(
        "Create",
        ("counter += 1", "expenses[counter] =", "save_expenses()"),
        (
            Call("expense = Expense(**fields)", "", (), 4),
            Call("session.add(expense)", "new object", NEW, 4),
            Call("session.flush()", "after add", ADDED, 4),
            Call("session.commit()", "after add", ADDED, 4),
            Call("session.commit()", "after add and flush", FLUSHED, 4),
            Call("session.commit()", "after add; expire_on_commit=False", (KEEPS, *ADDED), 9),
        ),
    ),
    Task(
        "Read one",
        ("expenses[expense_id]", "if expense_id not in expenses:"),
        (
            Call("expense = session.get(Expense, 1)", "not loaded", (), 5),
            Call("session.get(Expense, 1)", "loaded", LOADED, 5),
            Call("session.get(Expense, 1)", "expired", EXPIRED, 5),
            Call("expense = session.get(Expense, 99)", "no such row", (), 5),
            Call("session.refresh(expense)", "loaded", LOADED, 5),
            Call("session.refresh(expense)", "expired", EXPIRED, 4),
            Call("expense.amount", "loaded", LOADED, 4),
            Call("expense.amount", "expired", EXPIRED, 4),
            Call("session.commit()", "after reading only", LOADED, 4),
        ),
    ),
    Task(
        "Read many",
        ("expenses.values()",),
        (
            Call("statement = select(Expense)", "only built", (), 5),
            Call(f"found = {ASKS}", "not loaded", (), 5),
            Call(ASKS, "expired", EXPIRED, 5),
            Call(ASKS, "after add (autoflush)", ADDED, 7),
            Call(SUMS, "", (), 8),
        ),
    ),
    Task(
        "Change",
        ("expenses[expense_id].update(",),
        (
            Call("expense.amount = 3.0", "another value", LOADED, 6),
            Call("expense.amount = 2.0", "the same value", LOADED, 6),
            Call("expense.sqlmodel_update({'amount': 3.0})", "another value", LOADED, 6),
            Call("session.flush()", "after a change", CHANGED, 6),
            Call("session.flush()", "same value set", (*LOADED, "expense.amount = 2.0"), 6),
            Call(
                "session.flush()",
                "same value set while expired",
                (*EXPIRED, "expense.amount = 2.0"),
                6,
            ),
            Call("session.commit()", "after a change", CHANGED, 6),
            Call(COUNTS, "loaded", LOADED, 6),
        ),
    ),
    Task(
        "Delete",
        ("del expenses[expense_id]",),
        (
            Call("session.delete(expense)", "loaded", LOADED, 7),
            Call("session.flush()", "after delete", DELETED, 7),
            Call("session.commit()", "after delete", DELETED, 7),
        ),
    ),
    Task(
        "Take back",
        (),
        (
            Call("session.rollback()", "after add", ADDED, 9),
            Call("session.rollback()", "after add and flush", FLUSHED, 9),
            Call("session.rollback()", "after a change", CHANGED, 6),
            Call(
                "session.rollback()", "after a change and flush", (*CHANGED, "session.flush()"), 9
            ),
            Call("session.rollback()", "after delete and flush", (*DELETED, "session.flush()"), 7),
            Call("session.flush()", "its id is taken: it fails", TWICE, 6),
            Call(ASKS, "after a failed flush", FAILED, 6),
            Call("session.rollback()", "after a failed flush", FAILED, 6),
        ),
    ),
    Task(
        "End",
        (),
        (
            Call("session.close()", "loaded", LOADED, 9),
            Call("session.close()", "after add", ADDED, 4),
            Call("session.close()", "after add and flush", FLUSHED, 4),
            Call("expense.amount", "closed while loaded", (*LOADED, "session.close()"), 9),
            Call("expense.amount", "closed while expired", (*EXPIRED, "session.close()"), 9),
            Call("session.add(expense)", "closed while expired", (*EXPIRED, "session.close()"), 9),
        ),
    ),
)


def all_calls() -> Iterator[Call]:
    """Yield every row of the sheet."""
    for task in TASKS:
        yield from task.calls
