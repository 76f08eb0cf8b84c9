"""What git shows between two files, the least it could show, and what need not differ."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbook.review.align import align_blocks
from workbook.review.blocks import named_blocks

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
# Names that are meant to differ: a reader should see that it is another thing.
MEANT = {
    ("before_dict_json", "after_session"),  # the packages
    ("DATA_FILE", "DATABASE_URL"),  # the environment variables
    ("load_expenses", "prepare_database"),  # both run at the start, but only one loads
}


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
    aligned = align_blocks(*(named_blocks(path.read_text(encoding="utf-8")) for path in (old, new)))
    for row in (row for _, rows in aligned for row in rows):
        pair = renamed(row.before[1], row.after[1]) if row.before and row.after else None
        if row.changed and row.before and row.after and same_code(row.before[1], row.after[1]):
            yield f"same to Python: {row.before[1].strip()} and {row.after[1].strip()}"
        if pair and pair not in MEANT:
            yield f"named {pair[0]} and {pair[1]}: {row.before[1].strip()}"


def unlike(old: ast.Module, new: ast.Module) -> Iterator[str]:
    """Name what the rows do not show: another order, or another name of a parameter."""
    olds, news = ({f.name: f for f in t.body if isinstance(f, FUNCTION)} for t in (old, new))
    for name in olds.keys() & news.keys():
        before, after = (parameters(side[name]) for side in (olds, news))
        if "session" in after:  # it has no default: so it comes last of those that have none
            before.insert(len(before) - len(olds[name].args.defaults), "session")
        if before != after:
            yield f"parameters of {name}: {before} and {after}"
        before, after = (keywords(side[name]) for side in (olds, news))
        if [each for each in before if each in after] != [each for each in after if each in before]:
            yield f"keywords of {name}: {before} and {after}"


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]


def keywords(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str | None]:
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call))
    return [keyword.arg for call in calls for keyword in call.keywords]


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
