"""`workbook diff`: every width, every option, and clear words when it cannot do it."""

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner, Result

from workbook import ENDPOINTS
from workbook.__main__ import app
from workbook.review.exercise import three_way
from workbook.review.notes import read_notes
from workbook.review.pairs import FILES, source
from workbook.review.terminal import show
from workbook.review.views import view
from workbook.view import Folded, Note, View
from workbook.wrap import wrapped

PAGE_OF_OURS = '<!doctype html>\n<meta name="generator" content="workbook diff">\nold'
WIDTHS = [1, 7, 20, 40, 80, 100, 120, 160, 250]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *arguments], env={"COLUMNS": "100"})


def printed(shown: View, width: int) -> list[str]:
    file = StringIO()
    show(shown, Console(file=file, width=width, no_color=True))
    return file.getvalue().splitlines()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*FILES, "create_expense"])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    for shown in (view(name, read_notes()), three_way()):
        assert max(cell_len(line) for line in printed(shown, width)) <= max(width, 20)


@pytest.mark.parametrize("name", [*FILES, *ENDPOINTS])
def test_a_narrow_terminal_shows_every_line_once(name: str) -> None:
    shown = view(name, read_notes())
    text = squeezed("".join(printed(shown, 80)))
    for part in shown.parts:
        match part:
            case Note():
                assert squeezed(part.why) in text
            case Folded():
                assert squeezed(part.label) in text
            case _ if part.changed:
                for cell in filter(None, part.cells):
                    sign = cell.sign.replace("−", "-")
                    assert squeezed(f"{cell.number}{sign}{cell.text}") in text
            case _:
                assert squeezed(f"{part.cells[1].number}{part.cells[1].text}") in text


def test_in_a_narrow_terminal_what_goes_stands_above_what_comes() -> None:
    signs = "".join(line[5] for line in printed(view("create_expense"), 80)[3:] if line)
    assert re.fullmatch(r" +-[- ]+[+][+ ]+", signs)


def test_a_wide_terminal_shows_two_columns() -> None:
    lines = printed(view("lifespan"), 160)
    assert lines[1].split("│")[1].strip() == "After: after_session/main.py"
    (changed,) = (line for line in lines if "load_expenses" in line)
    assert re.fullmatch(
        r"  52 -     load_expenses\(\) +│   27 \+     prepare_database\(\)", changed
    )


@pytest.mark.parametrize("width", [120, 160, 250])
@pytest.mark.parametrize("name", [*FILES, *ENDPOINTS])
def test_a_wide_terminal_shows_every_line_and_note(name: str, width: int) -> None:
    shown = view(name, read_notes())
    lines = printed(shown, width)
    text = squeezed("".join(line for line in lines if "│" not in line))
    columns = [line.split("│", 1) for line in lines if "│" in line]
    sides = [squeezed("".join(cells[i] for cells in columns)) for i in (0, 1)]
    for part in shown.parts:
        match part:
            case Note():
                assert squeezed(part.why) in text
            case Folded():
                assert squeezed(part.label) in text
            case _:
                for cell, side in zip(part.cells, sides, strict=True):
                    sign = cell.sign.replace("−", "-") if cell else ""
                    assert not cell or squeezed(f"{cell.number}{sign}{cell.text}") in side


def test_columns_for_three_need_more_room() -> None:
    assert "│" not in printed(three_way("get_summary"), 160)[4]
    assert printed(three_way("get_summary"), 180)[4].count("│") == 2


def test_changes_are_marked_without_colour_too() -> None:
    file = StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="standard")
    show(view("lifespan"), console)
    assert "\x1b[1;4;31mload_expenses\x1b[0m" in file.getvalue()  # bold, underlined, red


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("    return f(a, b)", 12, ["    return f", "    (a, b)"]),
        ("x = 1", 80, ["x = 1"]),
        ("", 80, [""]),
        ("a" * 10, 4, ["aaaa", "  aa", "  aa", "  aa"]),
        ("x = '🙂🙂🙂🙂'", 10, ["x = '🙂🙂", "    🙂🙂'"]),
    ],
)
def test_wrapped(text: str, width: int, lines: list[str]) -> None:
    found = wrapped(text, width)
    assert max(map(cell_len, found)) <= width
    assert squeezed("".join(found)) == squeezed(text)
    if text != "    return f(a, b)":
        assert [line.rstrip() for line in found] == lines


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
        (["--html", "README.md"], "README.md exists and is no page of ours"),
        (["--html", "."], "is no page of ours"),
        (["--html", "/dev/full"], "is no page of ours"),
        (["--solution", "/dev/full"], "no ordinary file"),
        (["--solution", "tests"], "no ordinary file"),
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

    monkeypatch.setattr("workbook.whole.os.replace", full)
    done = run("--html", str(path))
    assert "No space left on device" in done.stderr
    assert path.read_text() == PAGE_OF_OURS
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_a_page_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><title>my own site</title>")
    assert "is no page of ours" in run("--html", str(path)).stderr
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
