"""Compare nbval's validation of all notebooks with their plain execution.

uv run python benchmarks/notebooks.py --repeat 3
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
VALIDATE = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "--quiet"]
# A process of its own, as pytest is one: both pay for the start of Python and for the imports.
EXECUTE = [
    sys.executable,
    "-c",
    "import sys, nbformat\n"
    "from pathlib import Path\n"
    "from workbook.lessons.execute import run_cells\n"
    "for name in sys.argv[1:]:\n"
    "    run_cells(nbformat.read(name, as_version=4), Path(name).parent)\n",
]


def seconds(command: list[str]) -> float:
    """Return how long the command takes; what it prints is shown only if it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    duration = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout.decode())
    return duration


def main(
    folder: Annotated[Path, typer.Argument(help="Where the notebooks are.")] = ROOT / "notebooks",
    repeat: Annotated[int, typer.Option(min=1, help="Runs for each median.")] = 3,
) -> None:
    """Print the median time of validating and of executing all notebooks in a folder."""
    notebooks = [str(path) for path in sorted(folder.resolve().glob("*.ipynb"))]
    if not notebooks:
        sys.exit(f"no notebooks in {folder}")
    runs = [(seconds(EXECUTE + notebooks), seconds(VALIDATE + notebooks)) for _ in range(repeat)]
    execution, validation = (median(column) for column in zip(*runs, strict=True))
    table = Table(title=f"{len(notebooks)} notebooks, median of {repeat} runs")
    table.add_column("")
    table.add_column("seconds", justify="right")
    table.add_row("plain execution", f"{execution:.2f}")
    table.add_row("validation by nbval", f"{validation:.2f}")
    table.add_row("validation / execution", f"{validation / execution:.2f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
