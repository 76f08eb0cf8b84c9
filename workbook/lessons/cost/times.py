"""How long the endpoints of both apps take, with few expenses and with many."""

from time import perf_counter
from typing import Any

from sqlmodel import Session

from workbook.lessons.cost.lunches import LUNCH, fill
from workbook.server import Server

SIZES = (10, 100, 1_000, 10_000)
ARGUMENTS: dict[str, dict[str, Any]] = {
    "create_expense": {"expense": LUNCH},
    "get_expense": {"expense_id": 5},
    "list_expenses": {"category": "food"},
    "get_summary": {},
}
OLD, NEW = "dict", "session"
ROUNDS, PATIENCE = 7, 0.04  # seconds


class Times:
    """The shortest time of each endpoint, in milliseconds.

    Attributes:
        of: for each endpoint, and each of the two apps, a time for each of SIZES.

    """

    def __init__(self) -> None:
        self.of: dict[str, dict[str, list[float]]] = {
            endpoint: {OLD: [], NEW: []} for endpoint in ARGUMENTS
        }

    def faster(self, endpoint: str, size: int) -> str:
        """Return which of the two was faster.

        Args:
            endpoint: one that was measured.
            size: with how many expenses, one of SIZES.

        Returns:
            "dict" or "session".

        """
        times = self.of[endpoint]
        return min(times, key=lambda app: times[app][SIZES.index(size)])

    def __repr__(self) -> str:
        lines = [f"{'milliseconds':24}" + "".join(f"{size:>10,}" for size in SIZES)]
        lines += [
            f"{endpoint:15}{app:>9}" + "".join(f"{time:10.4f}" for time in times)
            for endpoint, apps in self.of.items()
            for app, times in apps.items()
        ]
        return "\n".join(lines)


def measure(before: Server, after: Server) -> Times:
    """Call the endpoints of both apps, in turns, without HTTP, and keep the shortest times.

    Whatever else the computer does can only make a call slower, so the shortest is the truest.

    Args:
        before: the app with the dict, with few expenses; afterwards it has many.
        after: the app with the session, the same.

    Returns:
        The times for each of SIZES.

    """
    times = Times()
    for size in SIZES:
        for app in (before, after):
            fill(app, size)
        for endpoint, apps in times.of.items():
            rounds: list[list[float]] = []
            end = perf_counter() + PATIENCE
            while len(rounds) < ROUNDS or perf_counter() < end:
                rounds.append([_time(app, endpoint) for app in (before, after)])
            for column, shortest in zip(apps.values(), map(min, *rounds), strict=True):
                column.append(shortest)
    return times


def _time(server: Server, endpoint: str) -> float:
    function, arguments = getattr(server.main, endpoint), dict(ARGUMENTS[endpoint])
    if "expense" in arguments:
        arguments["expense"] = server.main.ExpenseCreate(**arguments["expense"])
    start = perf_counter()
    if server.engine is None:
        function(**arguments)
    else:
        with Session(server.engine) as session:
            function(**arguments, session=session)
    return (perf_counter() - start) * 1_000
