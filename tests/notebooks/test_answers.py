"""Nothing is spoiled: what is folded is opened by the student, and no answer is the exercise's."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from nbformat import NotebookNode

import after_session.main
from tests.shared.lesson_texts import (
    code_cell,
    folded_answers,
    notebook,
    parsed,
    sections,
)
from tests.shared.notebooks import every_notebook, read
from workbook.endpoints import ENDPOINTS

YOUR_TURN = "Your turn"


def opened_again(cells: Sequence[NotebookNode]) -> list[str]:
    """Name what a cell shows folded and a later cell shows open, before it is another X-ray."""
    folded: set[str] = set()
    found = []
    for tree in (parsed(cell.source) for cell in cells if cell.cell_type == "code"):
        if not tree or not tree.body:
            continue
        assigned = {node.id for node in ast.walk(tree) if is_stored(node)}
        folded -= assigned
        last = tree.body[-1]
        match last.value if isinstance(last, ast.Expr) else None:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="folded")):
                folded.add(name)
            case ast.Name(id=name) if name in folded:
                found.append(name)
    return found


def is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def calls_in(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what is called, in the order of the code."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0)):
        yield ast.unparse(node.func).rpartition(".")[2] or ast.unparse(node.func)


def solved_in(answer: str) -> list[str]:
    """Name the endpoints all of whose calls an answer makes, in their order."""
    blocks = answer.replace("\n```", "\0").split("\0") if "```" in answer else [answer]
    trees = [tree for block in blocks if (tree := parsed(block.removeprefix("python")))]
    found = []
    for name in ENDPOINTS:
        tree = ast.parse(inspect.getsource(getattr(after_session.main, name)))
        wanted = [call for each in tree.body[0].body for call in calls_in(each)]
        for answer_tree in trees:
            made = iter([call for each in answer_tree.body for call in calls_in(each)])
            if all(call in made for call in wanted):
                found.append(name)
    return found


@every_notebook
def test_what_is_folded_is_not_shown_open_as_well(path: Path) -> None:
    assert opened_again(read(path).cells) == []


@every_notebook
def test_your_turn_comes_with_one_folded_answer(path: Path) -> None:
    turns = [cells for title, cells in sections(read(path).cells) if title == YOUR_TURN]
    assert [len(folded_answers(cells)) for cells in turns] == [1]


@every_notebook
def test_no_folded_answer_is_a_solution_of_the_exercise(path: Path) -> None:
    answers = folded_answers(read(path).cells)
    assert [(answer, names) for answer in answers if (names := solved_in(answer))] == []


def test_a_picture_that_is_opened_again_is_found() -> None:
    new = [code_cell("new = trace()\nnew.folded()"), code_cell("new.life()"), code_cell("new")]
    assert opened_again(new) == ["new"]
    assert opened_again(new[:2]) == []
    assert opened_again([new[0], code_cell("new = trace()\nnew")]) == []
    assert opened_again([new[0], code_cell("new, 1"), code_cell("%load_ext x")]) == []


def test_answers_are_counted_in_their_section() -> None:
    answer = "<details><summary>Answer</summary>\n\nTwo.\n\n</details>"
    both = [code_cell("a", folded=True), code_cell("b", folded=True)]
    cells = notebook("# X\n\n## Your turn\n\nDo.", *both, f"## The exercise\n\n{answer}").cells
    found = {title: folded_answers(part) for title, part in sections(cells)}
    assert found == {"": [], YOUR_TURN: ["a\nb"], "The exercise": [answer]}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_solution_is_found_in_a_cell_and_in_a_text(name: str) -> None:
    source = inspect.getsource(getattr(after_session.main, name)).replace("db_expense", "row")
    assert name in solved_in(source)
    assert name in solved_in(f"<details>\n\nSo:\n\n```python\n{source}\n```\n\n</details>")


def test_a_small_experiment_is_no_solution() -> None:
    lines = ["tea = Expense(amount=2)", "session.add(tea)", "session.flush()", "session.rollback()"]
    assert solved_in("%%xray bag\n" + "\n".join(lines)) == []
    assert solved_in("<details>\n\nIt `sends` nothing.\n\n</details>") == []
