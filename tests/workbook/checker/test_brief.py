"""A brief check, as `grade` makes it, says the same as a full one."""

import os
from pathlib import Path

import pytest

from tests.shared.mistakes import ENDPOINT, MISTAKES
from tests.shared.mistakes import FOLDER as GALLERY
from tests.shared.student import SOLVED
from workbook.checker.exercise import is_only_start, start
from workbook.checker.run import run_check
from workbook.endpoints import ENDPOINTS
from workbook.grade.result import Result

START = start()
HEAVY = "HEAVY" in os.environ
SHORT = ["create_without_commit"]
# What is the same for all six, or not: the text, and the endpoint of which nothing else runs.
OWN_CODE = {
    "an import": START.replace("import FastAPI,", "import APIRouter, FastAPI,"),
    "a statement at the end": START + "\nNOT_FOUND.clear()\n",
    "another signature": START.replace("expense_id: ExpenseId", "expense_id: int", 1),
    "another decorator": START.replace('"/summary"', '"/sum"'),
    "a second app": START.replace("NOT_FOUND:", "app = FastAPI()\nNOT_FOUND:"),
    "two of one name": START + "\n\ndef get_summary():\n    pass\n",
    "a lifespan of one's own": START.replace("    prepare_database()\n", "    pass\n"),
    "another class of function": START.replace("def get_summary", "async def get_summary"),
}


def both(path: Path, endpoint: str) -> tuple[Result, Result]:
    return Result.of(run_check(endpoint, path)), Result.of(run_check(endpoint, path, brief=True))


@pytest.mark.parametrize("name", MISTAKES if HEAVY else SHORT)
def test_of_a_mistake_the_same_is_said(name: str) -> None:
    full, brief = both(GALLERY / f"{name}.py", ENDPOINT[name.split("_")[0]])
    assert full == brief


@pytest.mark.parametrize("endpoint", ENDPOINTS if HEAVY else ENDPOINTS[-1:])
def test_of_what_is_not_filled_in_the_same_is_said(tmp_path: Path, endpoint: str) -> None:
    path = tmp_path / "main.py"
    path.write_text(START, encoding="utf-8")
    full, brief = both(path, endpoint)
    assert full == brief == Result(endpoint, False, "not filled in yet")
    # And a report of it has all that it had: only `grade` is brief.
    assert not run_check(endpoint, path, brief=True).behaviours


def test_of_what_cannot_be_imported_the_problem_is_said(tmp_path: Path) -> None:
    """A body never runs in a check of another endpoint, but it has to be Python."""
    path = tmp_path / "main.py"
    path.write_text(START.replace("    pass", "    await None", 1), encoding="utf-8")
    full, brief = both(path, "get_summary")
    assert full == brief
    assert brief.diagnosis.startswith("SyntaxError: 'await' outside async function, in your line")


@pytest.mark.parametrize("changed", OWN_CODE)
def test_where_code_of_ones_own_may_run_all_is_tested(changed: str) -> None:
    source = OWN_CODE[changed]
    assert source != START
    assert not any(is_only_start(source, each) for each in ENDPOINTS[:1] + ENDPOINTS[3:])


def test_nothing_of_ones_own_runs_but_in_the_endpoint_itself() -> None:
    layout = "# mine\n" + START.replace("\n\n\n@app.", "\n\n\n\n# mine\n@app.")
    for source in (START, layout):
        assert all(is_only_start(source, each) for each in ENDPOINTS)
    assert not any(is_only_start(SOLVED, each) for each in ENDPOINTS)
    one = START.replace("    pass", "    return open(__file__).read()", 1)
    assert [is_only_start(one, each) for each in ENDPOINTS] == [False, *[True] * 5]
