"""Measure what a trace costs: the time of each request, without and with it.

uv run python benchmarks/xray_cost.py --repeat 15
"""

import statistics
import time
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from workbook import Server, serve, trace

PACKAGES = ["before_dict_json", "after_session"]
LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
REQUESTS = [
    ("POST", "/expenses", LUNCH),
    ("GET", "/expenses", None),
    ("GET", "/expenses/1", None),
    ("PATCH", "/expenses/1", {"amount": 3}),
    ("DELETE", "/expenses/1", None),  # only the first finds it
    ("GET", "/summary", None),
]
WITH_MANY = [("GET", "/expenses", None), ("GET", "/summary", None)]


def milliseconds(send: Callable[[], object], repeat: int) -> float:
    """Return the median time of a call."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        send()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def add_rows(
    table: Table, package: str, server: Server, requests: list, number: int, repeat: int
) -> None:
    """Store that many expenses, and measure each request."""
    for _ in range(number):
        server.post("/expenses", json=LUNCH)
    for method, path, body in requests:
        untraced = milliseconds(
            lambda m=method, p=path, b=body: server.request(m, p, json=b), repeat
        )
        traced = milliseconds(
            lambda m=method, p=path, b=body: trace(server.request, m, p, json=b), repeat
        )
        name = f"{method} {path}"
        table.add_row(package, name, f"{number:,}", f"{untraced:.1f}", f"{traced:.1f}")


def main(
    repeat: Annotated[int, typer.Option(min=1, help="Requests for each median.")] = 15,
    many: Annotated[int, typer.Option(help="Expenses for the last two of each app.")] = 1_000,
) -> None:
    """Print a table of the six requests of both apps, and of two with many rows."""
    table = Table(title=f"ms, median of {repeat}")
    for name in ("app", "request"):
        table.add_column(name)
    for name in ("rows", "untraced", "traced"):
        table.add_column(name, justify="right")
    for package in PACKAGES:
        for requests, number in ((REQUESTS, 3), (WITH_MANY, many)):
            with serve(package) as server:
                add_rows(table, package, server, requests, number, repeat)
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
