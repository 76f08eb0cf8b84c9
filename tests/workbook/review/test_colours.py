"""The colours of the views in a notebook: each text is legible on each background."""

import re

import pytest

from tests.shared.html import contrast
from workbook.display.highlight import COLOURS, FAINT, INK, PANEL
from workbook.review.notebook_view import EMPTY, SIGNS

FOREGROUNDS = {INK, FAINT, *(re.findall("#[0-9a-f]{6}", " ".join(COLOURS.values())))}


BACKGROUNDS = {PANEL, EMPTY, *(colour for colours in SIGNS.values() for colour in colours)}


@pytest.mark.parametrize("foreground", sorted(FOREGROUNDS))
@pytest.mark.parametrize("background", sorted(BACKGROUNDS))
def test_contrast(foreground: str, background: str) -> None:
    """WCAG 2 AA for text: at least 4.5 to 1."""
    assert contrast(foreground, background) >= 4.5
