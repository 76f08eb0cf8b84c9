"""What tests ask of HTML: that it is well formed, plain, escaped and legible."""

import re
from xml.etree import ElementTree

NASTY = "x = \"<script>alert('&amp;')</script>\"  # <b> & </span>"
TAGS = {"pre", "span", "wbr", "div"}
TAGS |= {"details", "summary", "b", "code"}
TAGS |= {"table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
# A sanitiser or a page in other colours must find nothing to take away or to disturb.
STYLE = re.compile(r"[a-z-]+:[\w#%., -]+(;[a-z-]+:[\w#%., -]+)*;?")


def parsed(html: str) -> ElementTree.Element:
    """Return the tree of well-formed HTML in which all style is inline."""
    root = ElementTree.fromstring(re.sub("<((?:col|wbr)(?: [^>]*)?)>", r"<\1/>", html))
    for element in root.iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= {"style", "scope", "colspan", "width"}
        style = element.get("style", "x:y")
        assert STYLE.fullmatch(style), style
        colours = re.findall("(?:color|background):([^;]+)", style)
        assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)
    tags = "".join(re.findall("<[^>]*>", html))  # the text may be code, such as make_url(
    for forbidden in ("<style", "<svg", "<script", "var(", "url(", "class="):
        assert forbidden not in tags
    return root


def parsed_page(html: str) -> ElementTree.Element:
    """Return the tree of a whole page; a tag that is not closed, or closed twice, is an error."""
    body = html.removeprefix("<!doctype html>")
    body = re.sub("<style>.*</style>", "", body, flags=re.DOTALL)
    return ElementTree.fromstring(re.sub("<((?:col|wbr|meta)(?: [^>]*)?)>", r"<\1/>", body))


def text_of(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2, which asks for at least 4.5 to 1 for text."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
