"""Values as columns of plain text."""

from workbook.display.text import PlainText, table


def test_text_is_shown_as_it_is() -> None:
    assert repr(PlainText("a\n'b'")) == "a\n'b'"


def test_table_aligns_numbers_to_the_right_and_text_to_the_left() -> None:
    rows = [(1, "Tea", 2.0, None), (10, "Coffee ☕", 12.5, "x")]
    assert table(["id", "name", "amount", "date"], rows).splitlines() == [
        "id  name      amount  date",
        " 1  Tea          2.0  None",
        "10  Coffee ☕    12.5  x",
    ]


def test_table_says_that_there_are_no_rows() -> None:
    assert table(["id", "name"], []) == "id  name\n(no rows)"
