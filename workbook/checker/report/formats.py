"""In which form `workbook check` prints its results: for a reader, for GitHub, for a program."""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import typer

from workbook.checker.exercise import shown_name
from workbook.checker.limits import Limits
from workbook.checker.report.github import annotations, summary
from workbook.checker.report.json_text import as_json
from workbook.checker.verdict import Verdict
from workbook.command_line.output import complain, say

# With these a step of a job reaches what comes after it; a student's code must not.
HIDDEN = ("GITHUB_", "ACTIONS_", "RUNNER_")


class Format(StrEnum):
    """For whom a check is printed."""

    text = "text"
    github = "github"
    json = "json"


class Github:
    """What GitHub tells a step about itself; it is taken out of the environment.

    Attributes:
        summary: the file that takes Markdown for the job's summary; None: this is no such step.
        workspace: the folder of the repository, if known.

    """

    def __init__(self) -> None:
        told = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(HIDDEN)}
        self.summary = Path(path) if (path := told.get("GITHUB_STEP_SUMMARY")) else None
        self.workspace = Path(told.get("GITHUB_WORKSPACE", "."))

    def print(self, verdicts: Sequence[Verdict], path: Path) -> None:
        """Print annotations, and add a table to the summary."""
        workspace, file = self.workspace.resolve(), path.resolve()
        inside = file.is_relative_to(workspace)
        shown = file.relative_to(workspace).as_posix() if inside else shown_name(path)
        for line in annotations(verdicts, shown):
            typer.echo(line.encode("utf-8", "replace"))  # whatever the encoding of the output is
        if self.summary is not None:
            try:
                with self.summary.open("a", encoding="utf-8", errors="replace") as file_of_summary:
                    file_of_summary.write(summary(verdicts))
            except OSError as error:
                complain(f"cannot write the summary: {error.strerror}")


def print_json(verdicts: Sequence[Verdict], path: Path, limits: Limits) -> None:
    """Print JSON, and nothing else."""
    say(as_json(verdicts, shown_name(path), limits))
