"""The old and the new code beside each other, changes marked."""

import importlib
import inspect
from html import escape
from types import ModuleType

from workbook.align import (
    Numbered,
    Row,
    align_lines,
    align_modules,
    blocks,
    changed_characters,
    likeness,
    words,
)
from workbook.code import FAINT, FONT, INK, PANEL, Character, highlight, spans

BEFORE, AFTER = "before_dict_json", "after_session"
EMPTY = "#2a303d"
# For each side: its sign, the background of a changed line, and of the words that changed.
SIDES = (("−", "#4a2229", "#7a2f3a"), ("+", "#1c3d29", "#215937"))
# JupyterLab lays tables out by their first row: without widths all columns would be as wide.
COLUMNS = "<colgroup>" + 2 * '<col width="44"><col width="20"><col>' + "</colgroup>"
TEXT_WIDTH = 58


class SideBySide:
    """Rows of old and new lines: a coloured table in a notebook, two columns in a terminal."""

    def __init__(self, title: str, rows: list[Row], sources: tuple[str, str]) -> None:
        self.title = title
        self.rows = rows
        self._colours = [highlight(source) for source in sources]

    def __repr__(self) -> str:
        lines = [f"  {'Before: ' + BEFORE:<{TEXT_WIDTH}} │   After: {AFTER}"]
        for row in self.rows:
            marks = ("-", "+") if row.changed else (" ", " ")
            left, right = (_wrapped(line) for line in (row.before, row.after))
            for i in range(max(len(left), len(right))):
                a, b = (part[i] if i < len(part) else "" for part in (left, right))
                marked = [
                    mark if line and i == 0 else " "
                    for mark, line in zip(marks, (row.before, row.after), strict=True)
                ]
                lines.append(f"{marked[0]} {a:<{TEXT_WIDTH}} │ {marked[1]} {b}".rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" colspan="3" style="text-align:left;padding:6px 12px;color:{INK};'
            f'background:{PANEL};border:0">{name}</th>'
            for name in (f"Before: {BEFORE}", f"After: {AFTER}")
        )
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows)
        colours = f"background:{PANEL};color:{INK}"  # a caption stands outside its table's colours
        return (
            f'<table style="border-collapse:collapse;width:100%;{colours};{FONT}">'
            f'<caption style="text-align:left;padding:4px 12px;{colours}">{escape(self.title)}'
            f"</caption>{COLUMNS}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _cells(self, row: Row) -> str:
        lines = (row.before, row.after)
        marked: tuple[set[int], set[int]] = (set(), set())
        if row.changed and all(lines) and likeness(lines[0][1], lines[1][1]):
            marked = changed_characters(lines[0][1], lines[1][1])
        return "".join(self._side(side, lines[side], row.changed, marked[side]) for side in (0, 1))

    def _side(self, side: int, line: Numbered | None, changed: bool, marked: set[int]) -> str:
        cell = "padding:0 4px;vertical-align:top;border:0;text-align"
        if line is None:
            return f'<td colspan="3" style="background:{EMPTY};border:0"></td>'
        sign, line_colour, word_colour = SIDES[side]
        number, text = line
        background = line_colour if changed else PANEL
        characters: list[Character] = [
            (character, f"{style};background:{word_colour}".lstrip(";") if i in marked else style)
            for i, (character, style) in enumerate(self._colours[side][number - 1])
        ]
        # A long line goes on further to the right. A letter is 0.6 em wide; JupyterLab knows no ch.
        indent = round(0.6 * (len(text) - len(text.lstrip()) + 4), 1)
        colours = f"background:{background};color:{INK}"
        return (
            f'<td style="background:{background};color:{FAINT};{cell}:right">{number}</td>'
            f'<td style="{colours};{cell}:center">{sign if changed else ""}</td>'
            f'<td style="{colours};{cell}:left;padding-left:{indent}em;text-indent:-{indent}em;'
            f'white-space:pre-wrap;overflow-wrap:break-word">{spans(characters)}</td>'
        )


def _wrapped(line: Numbered | None) -> list[str]:
    """Break a long line between words; what follows is indented further."""
    text = line[1] if line else ""
    indent = " " * (len(text) - len(text.lstrip()) + 4)
    lines = [""]
    for word in words(text):
        if len(lines[-1]) + len(word) > TEXT_WIDTH:
            lines.append(indent)
            word = word.lstrip()
        lines[-1] += word
    return lines


def side_by_side(name: str) -> SideBySide:
    """Show an endpoint, another function, or a whole file of both apps beside each other.

    Args:
        name: such as `"create_expense"` or `"main.py"`.

    Raises:
        ValueError: neither app has it.

    """
    module = name.removesuffix(".py") if name.endswith(".py") else "main"
    sources = tuple(_source(package, module) for package in (BEFORE, AFTER))
    if name.endswith(".py") and any(sources):
        return SideBySide(name, align_modules(*sources), sources)
    parts = [dict(blocks(source)).get(name, []) for source in sources]
    if not any(parts):
        raise ValueError(f"neither {BEFORE} nor {AFTER} has {name!r}: name a function or a file")
    lines = [_without_leading_blanks(part) for part in parts]
    return SideBySide(name, align_lines(*lines), sources)


def _source(package: str, module: str) -> str:
    try:
        found: ModuleType = importlib.import_module(f"{package}.{module}")
    except ModuleNotFoundError:
        return ""
    return inspect.getsource(found)


def _without_leading_blanks(lines: list[Numbered]) -> list[Numbered]:
    while lines and not lines[0][1].strip():
        lines = lines[1:]
    return lines
