"""What cannot be looked at is said, and hides nothing else."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.shared.library import Book, Genre, library_in
from tests.shared.odd_apps import traced


def test_one_object_that_cannot_be_looked_at_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("broken")

    def endpoint() -> None:
        with Session(engine) as session:
            book = Book(title="broken", genres=[])
            plain = Genre(name="plain")
            session.add_all([book, plain])
            session.commit()

    monkeypatch.setattr("workbook.xray.observe.objects.members_of", broken)
    with library_in(tmp_path) as engine:
        picture = traced(endpoint)
    assert picture.troubles == ["book could not be looked at: broken"]
    assert "object   book = Book  [transient]  values=(not known)" in repr(picture)
    assert picture.states("book")[:3] == ["transient", "pending", "persistent"]
    assert "object   plain  [transient → pending]" in repr(picture)
    assert "session  committed" in repr(picture)
