"""Which transactions have ended: what ends them is announced before it is sent."""

from collections.abc import Iterator
from weakref import ref

from sqlalchemy import Connection

from workbook.xray.observe.database import drivers
from workbook.xray.observe.database.connections import number_of


class Endings:
    """The announcements that have not come true yet, by the numbers of the connections."""

    def __init__(self) -> None:
        self._announced: dict[int, tuple[ref[Connection], bool]] = {}

    def announced(self, connection: Connection, *, is_commit: bool) -> None:
        """Note that COMMIT or ROLLBACK is about to be sent."""
        self._announced[number_of(connection)] = ref(connection), is_commit

    def refused(self, connection: Connection) -> None:
        """Note that the database refuses it: the transaction is undone, or still open."""
        self._announced.pop(number_of(connection), None)
        if not drivers.in_transaction(connection):
            self.announced(connection, is_commit=False)

    def over(self) -> Iterator[tuple[int, bool]]:
        """Yield the connections whose transaction has ended, and whether it was committed; once."""
        for number, (reference, is_commit) in list(self._announced.items()):
            connection = reference()
            if connection is None or not drivers.in_transaction(connection):
                del self._announced[number]
                yield number, is_commit
