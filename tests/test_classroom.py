"""What teachers copy: a workflow, a container, commands; each is what the workbook really takes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from tests.shared.student import SOLVED
from workbook.__main__ import app
from workbook.checker.exercise import EXERCISE, VARIABLE, start
from workbook.grade.output import HEADER
from workbook.paths import ROOT

WORKFLOW = yaml.safe_load((ROOT / "classroom" / "workflow.yml").read_text("utf-8"))
OURS = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = WORKFLOW["jobs"]["check"]["steps"]
PAGE = (ROOT / "docs" / "for_teachers.md").read_text("utf-8")
CONTAINER = (ROOT / "classroom" / "Containerfile").read_text("utf-8").replace("\\\n", " ")
SUMMARY = '@app.get("/summary")'
WAYS = (["python3", "start.py"], ["workbook"])  # how a command of the workbook begins


def typed(line: str) -> list[str]:
    words = shlex.split(line)
    begin = next((each for each in WAYS if words[: len(each)] == each), [])
    return words[len(begin) :] if begin else []


def take(command: list[str]) -> dict[str, Any]:
    """Return what the command line makes of a command; an unknown word would be an error."""
    group = typer.main.get_command(app)
    name, found, rest = group.resolve_command(
        group.make_context("workbook", list(command)), command
    )
    return found.make_context(name, rest).params


def test_the_workflow_runs_commands_of_the_workbook_on_the_students_file() -> None:
    runs = [each for each in STEPS if "run" in each]
    assert [typed(each["run"])[0] for each in runs] == ["check", "check"]
    assert str(take(typed(runs[-1]["run"]))["form"]) == "github"
    assert runs[-1]["env"] == {VARIABLE: f"${{{{ github.workspace }}}}/{EXERCISE}"}


def test_the_tests_are_the_teachers() -> None:
    students, teachers = [each["with"] for each in STEPS if "checkout" in each.get("uses", "")]
    assert (students.get("path"), students.get("repository")) == (None, None)
    assert teachers["repository"] == "${{ env.WORKBOOK }}"
    assert teachers["ref"] == "${{ env.COMMIT }}"
    assert {each["working-directory"] for each in STEPS if "run" in each} == {teachers["path"]}
    # The student's code runs in this job: there is no token in it that can write.
    assert (students["persist-credentials"], teachers["persist-credentials"]) == (False, False)
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert set(WORKFLOW["env"]) == {"WORKBOOK", "COMMIT"}


def test_actions_are_those_that_our_own_checks_use() -> None:
    ours = {each["uses"] for each in OURS["jobs"]["test"]["steps"] if "uses" in each}
    assert {each["uses"] for each in STEPS if "uses" in each} == ours
    python = next(each["with"] for each in STEPS if "python" in each.get("uses", ""))
    assert python["python-version"] in OURS["jobs"]["test"]["strategy"]["matrix"]["python"]


def test_the_page_names_what_there_is() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = [line for each in blocks for line in each.replace("\\\n", " ").splitlines()]
    commands = [typed(line) for line in lines if typed(line)]
    assert [each[0] for each in commands] == ["grade", "check"]
    for each in commands:
        take(each)
    targets = [each for each in re.findall(r"\]\(([^)]+)\)", PAGE) if not each.startswith("#")]
    assert targets
    assert [each for each in targets if not (ROOT / "docs" / each).exists()] == []
    headings = {each.lower().replace(" ", "-") for each in re.findall(r"^#+ (.*)", PAGE, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings


def test_in_the_container_nobody_grades() -> None:
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", CONTAINER, re.M)
    words = yaml.safe_load(entry)
    (run,) = re.findall(r"^docker run .*?\n```", PAGE, re.DOTALL | re.M)
    more = run.replace("\\\n", " ").split("workbook-grade", 1)[1].split("\n")[0]
    taken = take([*words[1:], *shlex.split(more)])
    assert (str(taken["folder"]), str(taken["csv"].parent)) == ("/submissions", "/grades")
    user = re.findall(r"^USER (\d+):", CONTAINER, re.M)
    assert user == ["65534"]
    assert CONTAINER.index("\nRUN ") < CONTAINER.index("\nUSER ") < CONTAINER.index("\nENTRYPOINT")
    for each in ("--network none", "--read-only", "--cap-drop ALL", "--pids-limit", "--memory"):
        assert each in run


@pytest.mark.skipif(sys.platform == "win32", reason="the container has Linux")
def test_what_is_copied_into_the_container_is_enough(tmp_path: Path) -> None:
    project = tmp_path / "workbook"
    for line in re.findall(r"^COPY (.*)$", CONTAINER, re.M):
        *sources, target = line.split()
        for each in sources:
            source = ROOT / each
            place = project / target / (source.name if target.endswith("/") else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, place)
    (tmp_path / "all").mkdir()
    # One endpoint that is tested; the other five are the start's, which takes no time.
    one = start().partition(SUMMARY)[0] + "".join(SOLVED.partition(SUMMARY)[1:])
    (tmp_path / "all" / "ana.py").write_text(one, encoding="utf-8")
    (tmp_path / "none").mkdir()
    environment = os.environ | {"PYTHONPATH": str(project), "HOME": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-m", "workbook", "grade", "all"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "✗ ana: 1 of 6 solved; not create_expense" in done.stdout
    assert (tmp_path / "grades.csv").read_text("utf-8-sig").startswith(",".join(HEADER))
