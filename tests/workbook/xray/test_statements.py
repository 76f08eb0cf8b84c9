"""Statements are shown as they are written, and long ones are short."""

import textwrap

import pytest

from workbook.xray.record.code.statements import statements_in

SOURCE = """
def f(a, b):
    if (
        a
        and b  # both
    ):

        # This is about the next line.
        found = [
            a,
            # why b
            b,
        ]
    @cache
    def inner():
        return 1
    query = '''
SELECT 1
  FROM team
'''
    with open(a) as file: pass
    match a:
        # none yet
        case 1:
            pass
    return found
"""
LINES = tuple(SOURCE.splitlines(keepends=True))


def text(line: int) -> str:
    return statements_in(LINES)[line].text


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (3, "if (\n    a\n    and b  # both\n):"),
        (4, "if (\n    a\n    and b  # both\n):"),
        (10, "found = [\n    a,\n    # why b\n    b,\n]"),
        (15, "@cache\ndef inner():"),
        (18, "query = '''\nSELECT 1\n  FROM team\n'''"),
        (21, "with open(a) as file: pass"),
        (22, "match a:"),
        (26, "return found"),
    ],
)
def test_as_written(line: int, written: str) -> None:
    assert text(line) == written


def test_a_comment_belongs_to_no_head() -> None:
    assert 8 not in statements_in(LINES)


def test_of_many_lines_the_first_and_the_last_are_shown() -> None:
    rows = "".join(f"    {n},\n" for n in range(200))
    found = statements_in(tuple(f"numbers = [\n{rows}]\n".splitlines(keepends=True)))[1].text
    assert found == textwrap.dedent(
        """\
        numbers = [
            0,
            1,
            2,
            3,
            … 196 more lines
        ]"""
    )


def test_a_long_line_ends_earlier() -> None:
    found = statements_in((f"text = '{'x' * 2_000}'\n",))[1].text
    assert len(found) == 201
    assert found.endswith("x…")
