"""Who is told what happens in the middle of a line."""

from typing import Protocol

from workbook.xray.entries import Statement


class Reports(Protocol):
    """The recorder, as the events of SQLAlchemy need it."""

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""

    def cut(self, name: str) -> None:
        """Note the end of a part: flush, commit, rollback."""

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""

    def pause(self) -> None:
        """Follow no function that is called from here on: it would take too long."""

    def resume(self) -> None:
        """Follow functions again."""

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
