"""`check`: right solutions pass, however they are written, and the start does not."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.shared.student import changed, report
from workbook import ENDPOINTS, check
from workbook.checker.child.suite import GIVEN
from workbook.checker.exercise import REFERENCE, exercise_path, start
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict

ANOTHER_WAY = Path(__file__).parents[2] / "shared" / "solutions" / "another_way.py"
Verdicts = Mapping[str, Verdict]


def verdicts(path: Path) -> Verdicts:
    with ThreadPoolExecutor(3) as workers:
        found = workers.map(lambda name: run_check(name, path), ENDPOINTS)
        return dict(zip(ENDPOINTS, found, strict=True))


@pytest.fixture(scope="module")
def of_start() -> Verdicts:
    return verdicts(exercise_path())


@pytest.fixture(scope="module")
def of_reference() -> Verdicts:
    return verdicts(REFERENCE)


@pytest.fixture(scope="module")
def of_another_way() -> Verdicts:
    return verdicts(ANOTHER_WAY)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_reference_passes(of_reference: Verdicts, endpoint: str) -> None:
    verdict = of_reference[endpoint]
    assert (verdict.passed, verdict.remarks, verdict.problem) == (True, (), None)
    text = report(verdict)
    assert text.startswith(f"✓ {endpoint}: solved")
    assert "It sends the same SQL as the reference." in text
    assert "Reference: after_session/main.py" in text


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_another_way_passes(of_another_way: Verdicts, endpoint: str) -> None:
    verdict = of_another_way[endpoint]
    assert (verdict.diagnosis, verdict.passed) == ("", True)
    assert report(verdict, ANOTHER_WAY).startswith(f"✓ {endpoint}: solved")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_start_does_not_pass(of_start: Verdicts, endpoint: str) -> None:
    verdict = of_start[endpoint]
    assert not verdict.passed
    assert verdict.is_untouched
    assert not any(each.holds for each in verdict.asked)
    text = report(verdict, exercise_path())
    assert text.startswith(f"✗ {endpoint}: not filled in yet\n  Its body in exercise/main.py is")
    given = sum(each.is_given for each in verdict.behaviours)
    assert (f"Not counted: {given} more, which hold" in text) == bool(given)
    assert "What is wrong" not in text


def test_what_a_bare_pass_does_is_known(of_start: Verdicts) -> None:
    holding = {b.name for verdict in of_start.values() for b in verdict.behaviours if b.holds}
    assert holding == GIVEN


def test_an_endpoint_alone_is_checked(tmp_path: Path) -> None:
    path = changed(tmp_path, "    session.delete(db_expense)\n", "    pass\n")
    assert check("get_expense", path).verdict.passed
    assert not check("delete_expense", path).verdict.passed


def test_start_and_notebooks_have_the_same_exercise() -> None:
    assert exercise_path().read_text(encoding="utf-8") == start()


def test_check_knows_the_endpoints_only() -> None:
    with pytest.raises(ValueError, match="there is no endpoint 'create'"):
        check("create")


def test_a_check_is_the_same_from_run_to_run(of_start: Verdicts) -> None:
    again = run_check("get_summary")
    assert again == of_start["get_summary"]
