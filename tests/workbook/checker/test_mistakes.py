"""Every mistake of the gallery is named by a diagnosis, from what is seen when it runs."""

import ast

import pytest

from tests.shared.mistakes import ENDPOINT, FOLDER, IN_A_PROCESS, MISTAKES, SAID, Diagnosed
from workbook.checker.rules.diagnoses import ADVICE, FAULTS
from workbook.checker.run import run_check

# These give the right answers: a check passes, and says what could be better.
ONLY_ADVICE = {each.__name__ for each in ADVICE}


def test_every_mistake_is_in_the_table() -> None:
    assert {path.stem for path in FOLDER.glob("[a-z]*.py")} == set(MISTAKES)


@pytest.mark.filterwarnings("ignore")  # a mistake may well make SQLAlchemy or Python warn
@pytest.mark.parametrize("name", [each for each in MISTAKES if each not in IN_A_PROCESS])
def test_a_mistake_is_named(name: str, diagnosed: Diagnosed) -> None:
    found = diagnosed(ENDPOINT[name.split("_")[0]], FOLDER / f"{name}.py")
    assert found[0].name == MISTAKES[name]
    assert found[0].is_fault == (found[0].name not in ONLY_ADVICE)
    assert SAID.get(name, "") in found[0].sentence


@pytest.mark.parametrize("name", IN_A_PROCESS)
def test_a_mistake_that_declares_a_table_is_named(name: str) -> None:
    verdict = run_check(ENDPOINT[name.split("_")[0]], FOLDER / f"{name}.py")
    assert verdict.remarks[0].name == MISTAKES[name]
    assert SAID[name] in verdict.diagnosis


def test_a_mistake_is_short_and_says_in_a_sentence_what_goes_wrong() -> None:
    for path in FOLDER.glob("[a-z]*.py"):
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 40
        sentence = ast.get_docstring(ast.parse(source))
        assert sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence


def test_every_diagnosis_has_a_mistake() -> None:
    assert {each.__name__ for each in (*FAULTS, *ADVICE)} == set(MISTAKES.values())
