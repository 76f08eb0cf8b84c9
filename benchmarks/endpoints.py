"""Time each endpoint before and after, over HTTP, with few and with many expenses.

uv run python benchmarks/endpoints.py --sizes 100 --sizes 1000 --repeat 21
"""

import json
import time
from collections.abc import Callable
from statistics import median
from typing import Annotated

import typer
from httpx import Response
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, insert

from after_session.models import Expense, ExpenseCreate
from workbook import Server, serve

CATEGORIES = ("food", "transport", "entertainment", "utilities", "other")
SIZES = [100, 1_000, 10_000, 100_000]
REQUESTS: dict[str, Callable[[Server, int], Response]] = {
    "POST": lambda server, size: server.post("/expenses", json=made_up(size)),
    "GET one": lambda server, size: server.get(f"/expenses/{size // 2}"),
    "GET all": lambda server, size: server.get("/expenses"),
    "GET one category": lambda server, size: server.get("/expenses?category=food"),
    "GET summary": lambda server, size: server.get("/summary"),
}


def made_up(number: int) -> dict:
    """Return an expense such as a client sends; the same number gives the same expense."""
    return {
        "description": f"Expense number {number}",
        "amount": number % 9_973 + 0.25,
        "category": CATEGORIES[number % len(CATEGORIES)],
        "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}" if number % 3 else None,
    }


def fill_file(server: Server, size: int) -> None:
    """Write the JSON file as the old app would have written it, and let the app load it."""
    expenses = {number: {"id": number, **made_up(number)} for number in range(1, size + 1)}
    data = json.dumps({"counter": size, "expenses": expenses})
    server.data_file.write_text(data, encoding="utf-8")
    server.restart()


def fill_database(server: Server, size: int) -> None:
    """Insert the same expenses into the database, and start the app anew as well."""
    rows = [
        {"id": number, **ExpenseCreate(**made_up(number)).model_dump()}
        for number in range(1, size + 1)
    ]
    engine = create_engine(server.database_url)
    with engine.begin() as connection:
        connection.execute(insert(Expense), rows)
    engine.dispose()
    server.restart()


def milliseconds(request: Callable[[Server, int], Response], server: Server, size: int) -> float:
    """Return how long one request takes, from the client's side."""
    start = time.perf_counter()
    response = request(server, size)
    duration = time.perf_counter() - start
    response.raise_for_status()
    return duration * 1_000


def measure(size: int, repeat: int) -> dict[str, tuple[float, float]]:
    """Return for each request the median time before and after.

    Raises:
        RuntimeError: the two apps answer differently, so their times say nothing.
    """
    with serve("before_dict_json") as before, serve("after_session") as after:
        fill_file(before, size)
        fill_database(after, size)
        for name, request in REQUESTS.items():  # this is the warming up, too
            answers = [request(server, size) for server in (before, after)]
            if len({(answer.status_code, answer.content) for answer in answers}) > 1:
                raise RuntimeError(f"{name} with {size} expenses: the answers differ")
        medians = {}
        for name, request in REQUESTS.items():
            # In turns, so that whatever else the machine does meets both.
            times = [
                [milliseconds(request, server, size) for server in (before, after)]
                for _ in range(repeat)
            ]
            medians[name] = tuple(median(column) for column in zip(*times, strict=True))
        return medians


def main(
    sizes: Annotated[list[int], typer.Option(min=2, help="Numbers of expenses.")] = SIZES,
    repeat: Annotated[int, typer.Option(min=1, help="Requests for each median.")] = 15,
) -> None:
    """Print the median time of each request before and after, in milliseconds."""
    table = Table("expenses", "request", title=f"Median of {repeat} requests, in ms")
    for column in ("before", "after", "after / before"):
        table.add_column(column, justify="right")
    for size in sizes:
        for name, (before, after) in measure(size, repeat).items():
            ratio = f"{after / before:.2f}"
            table.add_row(f"{size:,}", name, f"{before:.2f}", f"{after:.2f}", ratio)
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
