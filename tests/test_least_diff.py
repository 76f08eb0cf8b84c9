"""`git diff --no-index before_dict_json after_session` shows no line that need not differ."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbook.__main__ import ROOT
from workbook.align import align_blocks, blocks
from workbook.review.pairs import AFTER, BEFORE

FILES = ["main.py", "models.py", "settings.py", "__init__.py"]
every_file = pytest.mark.parametrize("file", FILES)
# Names that are meant to differ: a reader should see that it is another thing.
MEANT = {
    ("before_dict_json", "after_session"),  # the packages
    ("DATA_FILE", "DATABASE_URL"),  # the environment variables
    ("load_expenses", "prepare_database"),  # both run at the start, but only one loads
}


def read(package: str, file: str) -> list[str]:
    return (ROOT / package / file).read_text(encoding="utf-8").splitlines()


def git_diff(old: Path, new: Path) -> tuple[list[str], list[str]]:
    """Return the lines that git shows as removed and as added, with its ordinary settings."""
    command = ["git", "-c", "core.attributesFile=", "diff", "--no-index", "--no-color"]
    options = ["--diff-algorithm=default", "--no-ext-diff", "--unified=0"]
    done = subprocess.run([*command, *options, str(old), str(new)], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    body = [line for line in done.stdout.splitlines() if not line.startswith(("---", "+++"))]
    removed, added = ([line[1:] for line in body if line[:1] == sign] for sign in "-+")
    return removed, added


def least(old: list[str], new: list[str]) -> int:
    """Return the fewest changed lines possible for these files: all but what both have in order."""
    common = [0] * (len(new) + 1)
    for line in old:
        diagonal = 0
        for j, other in enumerate(new, start=1):
            best = diagonal + 1 if line == other else max(common[j], common[j - 1])
            diagonal, common[j] = common[j], best
    return len(old) + len(new) - 2 * common[-1]


def needless(old: Path, new: Path) -> Iterator[str]:
    """Name the lines that differ although they say the same, and what makes them differ."""
    removed, added = (Counter(filter(None, lines)) for lines in git_diff(old, new))
    for line in removed & added:
        yield f"moved: {line}"
    without_blanks = {re.sub(r"\s", "", line): line for line in (added - removed)}
    for line in removed - added:
        if other := without_blanks.get(re.sub(r"\s", "", line)):
            yield f"blanks only: {line!r} and {other!r}"
    yield from unlike(*(ast.parse(path.read_text(encoding="utf-8")) for path in (old, new)))
    aligned = align_blocks(*(blocks(path.read_text(encoding="utf-8")) for path in (old, new)))
    for row in (row for _, rows in aligned for row in rows):
        pair = renamed(row.before[1], row.after[1]) if row.before and row.after else None
        if row.changed and row.before and row.after and same_code(row.before[1], row.after[1]):
            yield f"same to Python: {row.before[1].strip()} and {row.after[1].strip()}"
        if pair and pair not in MEANT:
            yield f"named {pair[0]} and {pair[1]}: {row.before[1].strip()}"


def unlike(old: ast.Module, new: ast.Module) -> Iterator[str]:
    """Name what the rows do not show: parameters in another order or under another name."""
    olds, news = ({f.name: f for f in t.body if isinstance(f, ast.FunctionDef)} for t in (old, new))
    for name in olds.keys() & news.keys():
        before, after = ([a.arg for a in side[name].args.args] for side in (olds, news))
        if before != [each for each in after if each != "session"]:
            yield f"parameters of {name}: {before} and {after}"


def same_code(line: str, other: str) -> bool:
    """Tell whether two lines mean the same to Python, such as 'a' and "a"."""
    try:
        return ast.dump(ast.parse(line.strip())) == ast.dump(ast.parse(other.strip()))
    except SyntaxError:
        return False


def renamed(line: str, other: str) -> tuple[str, str] | None:
    """Return the two names, if the lines are the same but for one name in any places."""
    old, new = (re.findall(r"\w+|[^\w\s]|\s+", text.strip()) for text in (line, other))
    if len(old) != len(new):
        return None
    pairs = {(a, b) for a, b in zip(old, new, strict=True) if a != b}
    if len(pairs) != 1 or not any(both for both in pairs if both[0].isidentifier()):
        return None
    same = sum(a == b and a.isidentifier() for a, b in zip(old, new, strict=True))
    return pairs.pop() if same else None


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
    named = [each for each in blocks(text) if not each[0].startswith(("from ", "import ", "doc"))]
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
