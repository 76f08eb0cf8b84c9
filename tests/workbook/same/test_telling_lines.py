"""Which lines of an X-ray are named above it: those that change data, and the one that raises."""

from workbook.same.side.child.telling_lines import telling_lines
from workbook.xray.entries import Answer, Entry, Header, Phase, Statement, Step
from workbook.xray.snapshot import DATABASE, FILE, MEMORY, OBJECTS, Change, FileState

STATE = FileState("{}")


def changes(lane: str) -> Phase:
    return Phase(changes=(Change(lane, "rows", None, STATE),))


def test_lines_that_change_data_or_raise() -> None:
    commit = Phase(
        "commit",
        changes(DATABASE).changes,
        (Statement("BEGIN"), Statement("INSERT INTO rows"), Statement("COMMIT")),
    )
    entries: list[Entry] = [
        Header("add()", "your endpoint", 0, call=1),
        Step(3, "row = Row(\n    id=1,\n)", 0, [changes(OBJECTS)], call=1),
        Step(4, "rows[1] = row", 0, [changes(MEMORY), changes(FILE)], call=1),
        Header("save()", "", 1, call=2, file="storage.py"),
        Step(9, "session.commit()", 1, [commit], call=2),
        Step(9, "session.commit()", 1, [commit], call=2),
        Step(10, f"raise ValueError({'x' * 149})", 1, error="ValueError: no", call=2),
        Step(5, "save()", 0, error="ValueError: no", passes=True, call=1),
        Step(0, "(between your lines)", 0, [changes(DATABASE)]),
        Answer(500, ""),
    ]
    assert telling_lines(entries) == [
        "line 4: rows[1] = row   → changes the memory, changes the disk",
        "storage.py, line 9: session.commit()   → INSERT, COMMIT",
        f"storage.py, line 10: raise ValueError({'x' * 82}…   → raises ValueError: no",
    ]


def test_a_line_that_only_reads_is_none_of_them() -> None:
    select = Phase(sql=(Statement("SELECT 1"),))
    assert telling_lines([Step(1, "rows.all()", 0, [select]), Answer(200, "[]")]) == []
