"""What is on the screen when a check is done: what is wrong, where, and what to do next."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.shared.student import SOLVED
from tests.shared.terminal import Terminal
from workbook.checker.exercise import VARIABLE

SAVE = "press Ctrl+C to stop."
WRONG = SOLVED.replace("    session.delete(db_expense)\n", "")
AGAIN = "✗ delete_expense: 0 of 4 behaviours hold"
Open = Callable[..., Terminal]


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "main.py"
    monkeypatch.setenv(VARIABLE, str(path))
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def terminal() -> Iterator[Open]:
    opened: list[Terminal] = []

    def start(*arguments: str, rows: int = 30, columns: int = 80) -> Terminal:
        opened.append(Terminal(*arguments, rows=rows, columns=columns))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.mark.parametrize("columns", [80, 40])
def test_after_a_long_report_the_screen_ends_with_what_is_wrong(
    exercise: Path, terminal: Open, columns: int
) -> None:
    watch = terminal("watch", "delete_expense", columns=columns)
    watch.wait(lambda text: "checking …" in text)
    assert "behaviours" not in watch.text  # it is said at once, and not when the check is over
    watch.wait(lambda text: SAVE in text)
    assert watch.text.count(AGAIN) == 2
    end = " ".join(" ".join(watch.screen()[-8:]).split())
    assert f"{AGAIN} The row is still there: the session was not asked to delete it. —" in end
    assert "exercise/main.py, line 95 Save" in end
    exercise.write_text(SOLVED, encoding="utf-8")
    watch.wait(lambda text: text.count(SAVE) == 2)
    second = watch.text.rpartition("checking …")[2]
    assert "✓ delete_expense: solved" in second
    assert "Next: `" in second
    rules = [line for line in watch.text.splitlines() if "checking …" in line]
    assert [(line[0], line[-1], len(line)) for line in rules] == [("─", "─", columns)] * 2


def test_a_report_that_fits_is_not_repeated(exercise: Path, terminal: Open) -> None:
    check = terminal("check", "delete_expense", rows=200)
    check.wait(lambda text: False)
    assert check.text.startswith("checking delete_expense …\n")
    assert check.text.count(AGAIN) == 1
    check = terminal("check", "delete_expense", rows=20)
    check.wait(lambda text: False)
    assert check.text.count(AGAIN) == 2
