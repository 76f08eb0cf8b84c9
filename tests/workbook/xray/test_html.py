"""The picture in HTML: plain, escaped, well formed, and legible in light and in dark."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI, Response

from tests.shared.html import contrast
from workbook import Server, Trace, serve, trace

EVIL = '<script>alert("&")</script><img src=x onerror=y>{}{0}%s\u2028'
LUNCH = {"description": EVIL, "amount": 12.5, "category": "food", "date": "2026-11-23"}
PACKAGES = ["before_dict_json", "after_session"]
VOID = re.compile(r"<(br|wbr|col|img)\b([^>]*)>")
TAGS = {
    *("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "div", "span", "b", "i", "s"),
    *("br", "wbr", "code", "details", "summary", "img", "ol", "li", "root"),
}
ATTRIBUTES = {"style", "width", "colspan", "scope", "src", "alt", "open"}


def tree(html: str) -> ElementTree.Element:
    closed = VOID.sub(r"<\1\2/>", html.replace("&nbsp;", "\xa0"))
    return ElementTree.fromstring(f"<root>{closed}</root>")


def check(html: str) -> ElementTree.Element:
    root = tree(html)
    html.encode()
    for element in root.iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        style = element.get("style", "")
        assert not re.search(r"var\(|url\(|position|expression|;;|\{", style), style
        if colour := re.search(r"(?:^|;)color:([^;]+)", style):
            background = re.search(r"(?:^|;)background:(#[0-9a-f]{6})(;|$)", style)
            assert background, style
            assert contrast(colour[1], background[1]) >= 4.5
    return root


@pytest.fixture(scope="module")
def traces() -> list[Trace]:
    pictures = []
    for package in PACKAGES:
        with serve(package) as server:
            pictures.append(trace(server.post, "/expenses", json=LUNCH))
            pictures.append(trace(server.patch, "/expenses/1", json={"amount": 3, "extra": EVIL}))
            pictures.append(trace(server.get, "/expenses"))
            pictures.append(trace(server.post, "/expenses", json={"description": EVIL}))
            pictures.append(trace(server.get, f"/expenses/{EVIL}"))
            pictures.append(trace(server.delete, "/expenses/1"))
    return pictures


def test_plain_escaped_and_well_formed(traces: list[Trace]) -> None:
    for each in traces:
        for html in (each._repr_html_(), each.folded()._repr_html_()):
            assert "<script" not in html
            assert "onerror=y>" not in html
            check(html)


def test_nothing_is_lost_by_escaping(traces: list[Trace]) -> None:
    text = "".join(check(traces[0]._repr_html_()).itertext())
    assert '<script>alert("&")</script><img src=x onerror=y>{}{0}%s' in text


def test_the_life_is_a_picture_with_a_text(traces: list[Trace]) -> None:
    created = traces[6]
    life = created.life("db_expense")
    image = check(life._repr_html_()).find("div/img")
    assert image is not None
    assert image.get("src", "").startswith("data:image/svg+xml;base64,")
    for state in created.states("db_expense"):
        assert state in image.get("alt", "")
    svg = ElementTree.fromstring(life.svg())
    assert svg.tag.endswith("svg")
    assert repr(life).splitlines()[1].startswith("(1) db_expense = Expense.model_validate")


def test_folded_hides_what_each_line_did(traces: list[Trace]) -> None:
    for each in traces:
        root = check(each.folded()._repr_html_())
        assert not any(details.get("open") for details in root.iter("details"))
        for details in root.iter("details"):
            for child in list(details):
                if child.tag != "summary":
                    details.remove(child)
        text = "".join(root.itertext())
        assert "INSERT INTO" not in text
        assert "expire" not in text.replace("expired", "")
        assert "◀ 2" not in text
        assert "INSERT INTO" not in repr(each.folded())
        assert each.entries == [] or "create" in text or root.find("details") is not None


def test_every_step_can_be_opened(traces: list[Trace]) -> None:
    root = check(traces[6].folded()._repr_html_())
    opened = "".join("".join(each.itertext()) for each in root.iter("details"))
    for word in ("INSERT", "COMMIT", "expire", "pending", "expired"):
        assert word in opened


@pytest.fixture(scope="module")
def odd() -> Iterator[Server]:
    app = FastAPI()
    app.get("/bytes")(lambda: Response(bytes(range(256))))
    app.get("/title")(lambda: {EVIL: ["\x00\x0b\x1b[2J", "\u202e", "\ufffe"]})
    with serve(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/bytes", "/title"])
def test_control_characters_are_not_shown_as_they_are(odd: Server, path: str) -> None:
    picture = trace(odd.get, path)
    for html in (picture._repr_html_(), picture.folded()._repr_html_()):
        check(html)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", repr(picture))
