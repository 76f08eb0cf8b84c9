"""`git diff --no-index before_dict_json after_session` shows no line that need not differ."""

from pathlib import Path

import pytest

from tests.shared.needless import git_diff, least, needless
from workbook.paths import AFTER, BEFORE, ROOT
from workbook.review.blocks import named_blocks

FILES = ["main.py", "models.py", "settings.py", "__init__.py"]
every_file = pytest.mark.parametrize("file", FILES)


def read(package: str, file: str) -> list[str]:
    return (ROOT / package / file).read_text(encoding="utf-8").splitlines()


@every_file
def test_git_shows_the_fewest_lines_possible(file: str) -> None:
    removed, added = git_diff(ROOT / BEFORE / file, ROOT / AFTER / file)
    assert len(removed) + len(added) == least(read(BEFORE, file), read(AFTER, file))


@every_file
def test_no_line_differs_needlessly(file: str) -> None:
    found = list(needless(ROOT / BEFORE / file, ROOT / AFTER / file))
    assert not found, f"{file}: these lines differ, and need not:\n" + "\n".join(found)


def layout(package: str, file: str) -> list[tuple[str, int]]:
    """Return each definition and variable with the number of blank lines above and in it."""
    text = (ROOT / package / file).read_text(encoding="utf-8")
    named = [
        each for each in named_blocks(text) if not each[0].startswith(("from ", "import ", "doc"))
    ]
    return [(name, sum(not line.strip() for _, line in lines)) for name, lines in named]


@every_file
def test_same_order_same_names_same_blank_lines(file: str) -> None:
    old, new = layout(BEFORE, file), layout(AFTER, file)
    names = {name for name, _ in old} & {name for name, _ in new}
    assert [each for each in old if each[0] in names] == [each for each in new if each[0] in names]


def altered(tmp_path: Path, old: str, new: str) -> list[str]:
    """Change the new main.py, and return what is then needless."""
    text = (ROOT / AFTER / "main.py").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "main.py"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return list(needless(ROOT / BEFORE / "main.py", path))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("NOT_FOUND", "MISSING", "named NOT_FOUND and MISSING"),
        ("changes: ExpenseUpdate", "changed: ExpenseUpdate", "parameters of update_expense"),
        (
            "expense_id: ExpenseId, session: SessionDep)",
            "session: SessionDep, expense_id: ExpenseId)",
            "parameters of get_expense",
        ),
        (
            "response_model=ExpensePublic, responses=NOT_FOUND",
            "responses=NOT_FOUND, response_model=ExpensePublic",
            "keywords of get_expense",
        ),
        ('title="Expense tracker"', "title='Expense tracker'", "same to Python"),
        ("    if category is not None:", "    if category  is not None:", "blanks only"),
        ("lifespan=lifespan", "lifespan = lifespan", "blanks only"),
        ("(request: Request, error: HTTPException)", "(_: Request, error: HTTPException)", "named"),
    ],
)
def test_a_needless_difference_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert any(line.startswith(said) for line in altered(tmp_path, old, new))


def test_another_order_is_needless(tmp_path: Path) -> None:
    text = (ROOT / AFTER / "main.py").read_text(encoding="utf-8")
    start, end = text.index("@app.exception_handler(400)"), text.index("@app.exception_handler(Inv")
    found = altered(tmp_path, text[start:], text[end:] + "\n\n" + text[start:end].rstrip() + "\n")
    assert "moved: @app.exception_handler(400)" in found


def test_least() -> None:
    assert least(list("abc"), list("abc")) == 0
    assert least(list("abc"), list("axc")) == 2
    assert least(list("abc"), list("cab")) == 2
    assert least([], list("ab")) == 2
