"""A COMMIT that the database refuses stores nothing: not then, and not with the next request."""

import sqlite3
from contextlib import closing
from pathlib import Path

from workbook.server import serve

TEA = {"description": "tea", "amount": 1.25, "category": "food"}


def test_what_was_refused_is_not_stored_with_the_next_request(tmp_path: Path) -> None:
    file = tmp_path / "expenses.db"
    with serve("after_session", database_url=f"sqlite:///{file}?timeout=0.1") as server:
        for _ in range(2):
            server.post("/expenses", json=TEA)
        with closing(sqlite3.connect(file)) as reader:
            rows = reader.execute("SELECT * FROM expense")
            rows.fetchone()  # there are more to fetch: until then nobody can commit
            refused = server.patch("/expenses/1", json={"amount": 7})
            rows.close()
        with closing(sqlite3.connect(file, timeout=0)) as other:  # no lock was left behind
            amounts = "SELECT amount FROM expense"
            assert other.execute(amounts).fetchall() == [(1.25,), (1.25,)]
            stored = server.patch("/expenses/2", json={"amount": 2})
            assert (refused.status_code, stored.status_code) == (500, 200)
            assert other.execute(amounts).fetchall() == [(1.25,), (2.0,)]
