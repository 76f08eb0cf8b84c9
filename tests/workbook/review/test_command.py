"""`workbook diff`: every option, and clear words when it cannot do it."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbook.__main__ import app
from workbook.review.pairs import FILES, source

PAGE_OF_OURS = '<!doctype html>\n<meta name="generator" content="workbook diff">\nold'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *arguments], env={"COLUMNS": "100"})


def test_all_files_or_one_function() -> None:
    titles = re.findall("^━━ (.*)$", run().stdout, re.MULTILINE)
    assert titles == FILES
    assert re.findall("^━━ (.*)$", run("get_expense").stdout, re.MULTILINE) == ["get_expense"]


def test_html_is_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    done = run("--html", str(path))
    assert (done.exit_code, done.stdout) == (0, f"{path}: written\n")
    committed = Path("docs/side_by_side.html")
    assert path.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
    assert run("--html", str(path)).exit_code == 0  # a page of ours may be written anew


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["get_expense"], "db_expense"), (["--three-way"], "exercise"), (["models.py"], "DataFile")],
)
def test_html_of_one_view(tmp_path: Path, arguments: list[str], word: str) -> None:
    path = tmp_path / "page.html"
    assert run(*arguments, "--html", str(path)).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert word in text
    assert "<nav" not in text


def test_a_solution_beside_the_reference(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(source("after_session", "main.py").replace("session.get(", "session.fetch("))
    done = run("--solution", str(path), "get_expense")
    assert f"Yours: {path}"[:60] in done.stdout
    assert "-     db_expense = session.fetch(Expense, expense_id)" in done.stdout
    assert "+     db_expense = session.get(Expense, expense_id)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no_such_function"], "neither app has 'no_such_function'"),
        (["no_such_function", "--three-way"], "no 'no_such_function'"),
        (["--solution", "no/such/file.py"], "No such file"),
        (["--solution", "README.md"], "README.md, line"),
        (["--solution", "README.md", "--three-way"], "ask for one of them"),
        (["--html", "no/such/folder/page.html"], "No such file or directory"),
        (["--html", "README.md"], "README.md exists and was not made by `workbook diff`"),
        (["--html", "."], "was not made by `workbook diff`"),
        (["--html", "/dev/full"], "was not made by `workbook diff`"),
        (["--solution", "/dev/full"], "not a regular file"),
        (["--solution", "tests"], "not a regular file"),
    ],
)
def test_a_clear_message_and_nothing_is_lost(arguments: list[str], message: str) -> None:
    readme = Path("README.md").read_bytes()
    done = run(*arguments)
    assert done.exit_code == 1
    assert message.lower() in done.stderr.lower()
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.output
    assert Path("README.md").read_bytes() == readme


def test_a_full_disk_leaves_the_old_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE_OF_OURS)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbook.files.atomic_file.os.replace", full)
    done = run("--html", str(path))
    assert "No space left on device" in done.stderr
    assert path.read_text() == PAGE_OF_OURS
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_a_page_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><title>my own site</title>")
    assert "was not made by `workbook diff`" in run("--html", str(path)).stderr
    assert path.read_text() == "<!doctype html><title>my own site</title>"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    page.write_text(PAGE_OF_OURS)
    link.symlink_to(page)
    assert run("--html", str(link), "lifespan").exit_code == 0
    assert link.is_symlink()
    assert "lifespan" in page.read_text(encoding="utf-8")


def test_nothing_is_left_of_a_page_that_cannot_be_encoded(tmp_path: Path) -> None:
    solution = tmp_path / "na\udcffme.py"
    solution.write_text("x = 1\n")
    done = run("--solution", str(solution), "--html", str(tmp_path / "page.html"))
    assert done.exit_code == 1
    assert [each.suffix for each in tmp_path.iterdir()] == [".py"]
