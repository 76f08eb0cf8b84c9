"""`views`, `view`: every line is there, long unchanged stretches are folded."""

import pytest

from workbook.review.notes import read_notes
from workbook.review.pairs import FILES, all_pairs, pair, storage_part
from workbook.review.view import CONTEXT, FOLD, Cell, Folded, Line, Note, fold
from workbook.review.views import NO_NOTES, view_of


def numbered_lines(text: str) -> set[tuple[int, str]]:
    return {(n, line) for n, line in enumerate(text.splitlines(), start=1) if line}


@pytest.mark.parametrize("file", FILES)
def test_a_file_view_holds_every_line_of_both_files_once(file: str) -> None:
    both = pair(file)
    for side, text in enumerate(both.sources):
        cells = [line.cells[side] for line in view_of(file).lines]
        shown = [(cell.number, cell.text) for cell in cells if cell and cell.text]
        wanted = numbered_lines(text)
        if file == "database.py" and side == 0:
            wanted = {(n, line) for n, line in wanted if (n, line) in set(shown)}
        assert len(shown) == len(wanted)
        assert set(shown) == wanted
        assert shown == sorted(shown)


def test_the_storage_part_stands_beside_database_py() -> None:
    assert storage_part() == ["DATA_FILE", "expenses", "counter", "load_expenses", "save_expenses"]
    folded = [part for part in view_of("main.py").parts if isinstance(part, Folded)]
    beside = [line.cells[0] for line in view_of("database.py").lines if line.cells[0]]
    (storage,) = (part for part in folded if "database.py" in part.label)
    old = [line.cells[0] for line in storage.lines if line.cells[0]]
    texts = [cell.text for cell in old if cell.text]
    assert texts == [cell.text for cell in beside if cell.text]
    assert texts[0] == "DATA_FILE = Path(settings.data_file)"


def test_unchanged_functions_are_folded_and_changed_lines_never() -> None:
    parts = [part for file in FILES for part in view_of(file, read_notes()).parts]
    folded = [part for part in parts if isinstance(part, Folded) and "storage" not in part.label]
    assert len(folded) >= 2
    for part in folded:
        assert not any(line.changed for line in part.lines)
        assert len(part.lines) >= FOLD
        assert part.label == f"{len(part.lines)} unchanged lines"


def line(text: str, sign: str = "") -> Line:
    return Line((Cell(1, (), sign), Cell(1, (), sign)))


@pytest.mark.parametrize("length", range(CONTEXT * 2 + FOLD + 3))
def test_fold_keeps_some_lines_next_to_a_change(length: int) -> None:
    changed, same = line("x", "+"), line("y")
    folded = fold([changed, *[same] * length, changed])
    if length < FOLD + 2 * CONTEXT:
        assert folded == (changed, *[same] * length, changed)
    else:
        inner = folded[1 + CONTEXT]
        assert isinstance(inner, Folded)
        assert len(inner.lines) == length - 2 * CONTEXT
        assert folded[1 : 1 + CONTEXT] == folded[-1 - CONTEXT : -1] == (same,) * CONTEXT


def test_fold_at_either_end() -> None:
    changed, same = line("x", "+"), line("y")
    first, *rest = fold([*[same] * 20, changed, *[same] * 20])
    assert len(first.lines) == len(rest[-1].lines) == 20 - CONTEXT
    assert [len(part.lines) for part in fold([same] * 20)] == [20]


def test_every_name_of_either_side_can_be_asked_for() -> None:
    for each in all_pairs():
        for section in each.sections:
            if section.name != "storage":
                assert view_of(section.name).parts
    assert view_of("load_expenses").title == "load_expenses → prepare_database"
    assert view_of("load_expenses") == view_of("prepare_database")
    assert any(isinstance(part, Note) for part in view_of("load_expenses", read_notes()).parts)
    assert not any(isinstance(part, Note) for part in view_of("load_expenses", NO_NOTES).parts)
