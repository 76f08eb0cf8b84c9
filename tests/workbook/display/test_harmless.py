"""What strangers have written is made harmless: in a table no formula, in a terminal no command."""

import pytest

from workbook.display.harmless import clean, spreadsheet_cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "\\t=1"),
        ("\r=1", "\\r=1"),
        ("\n=1", "' =1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a=1, b - 2", "a=1, b - 2"),
        ("'=1", "'=1"),
    ],
)
def test_no_cell_is_a_formula(text: str, shown: str) -> None:
    assert spreadsheet_cell(text) == shown


def test_clean_keeps_what_people_write() -> None:
    for name in ("Zoë Łukasz 李 🙂 ✓", "山田\u3000太郎", "👩\u200d💻", "نیم\u200cفاصله"):
        assert clean(name) == name


def test_clean_shows_what_nobody_would_see() -> None:
    assert clean("\0\t\u2028\u2066\ud800") == "\\x00\\t\\u2028\\u2066\\ud800"
    assert clean("id\u200d\xad\ufeff\ufffe") == "id\\u200d\\xad\\ufeff\\ufffe"
    assert clean("a\nb\r") == "a\nb\\r"
    assert clean("a\nb\r", one_line=True) == "a b\\r"
