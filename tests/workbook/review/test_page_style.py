"""The style sheet of the review page: legible in light, in dark, in print and by keyboard."""

import re

import pytest

from tests.shared.html import contrast
from workbook.display.templates import PAGE_CSS

CSS = PAGE_CSS.read_text(encoding="utf-8")


def palette(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (palette(block) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL))
TOKENS = {"keyword", "builtin", "definition", "decorator", "number", "string", "comment"}
TEXTS = {"ink", "faint", "link", *TOKENS}
CHANGED = {"removed", "added", "between"}
BEHIND = {"page", "panel", "empty", *CHANGED, *(f"{each}-word" for each in CHANGED)}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", sorted(TEXTS))
def test_contrast(colours: dict[str, str], text: str) -> None:
    """WCAG 2 AA for text: at least 4.5 to 1, whatever stands behind it."""
    assert set(colours) == {*TEXTS, *BEHIND, "line"}
    for behind in BEHIND:
        assert contrast(colours[text], colours[behind]) >= 4.5, behind


def test_print_is_light_and_dark_is_for_screens_only() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
    assert CSS.count("prefers-color-scheme") == 1
    (rules,) = re.findall(r"^@media print \{\n(.*?)^\}", CSS, re.DOTALL | re.MULTILINE)
    assert "nav, .skip { display: none; }" in rules
    assert "print-color-adjust: exact" in rules


def test_the_keyboard_is_shown_where_it_is() -> None:
    assert re.search(r"^a:focus-visible, summary:focus-visible \{ outline: 3px solid", CSS, re.M)
    assert re.search(r"^\.skip:focus \{ left: 16px", CSS, re.M)
