"""What is in a file: all of it is compared, and only what differs of a long one is shown."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.shared.odd_apps import before, texts, traced
from workbook.xray.observe.outside import reading
from workbook.xray.observe.outside.contents import what_differs, wrong_with_json
from workbook.xray.render.parts_as_text import part_as_text

LONG = {str(n): {"title": f"title {n}", "done": False} for n in range(100)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_change_of_the_same_length() -> None:
    file = Path("long.json")
    file.write_text(json.dumps(LONG))

    def endpoint() -> int:
        new = json.loads(file.read_text())
        new["77"]["title"] = "TITLE 77"
        new["78"]["done"] = None
        file.write_text(json.dumps(new))
        return len(new)

    picture = traced(endpoint)
    assert texts(picture, "disk") == [
        'long.json["77"]["title"]: "title 77" → "TITLE 77"',
        'long.json["78"]["done"]: false → null',
    ]
    assert "[&quot;title&quot;]" in picture._repr_html_().replace("<wbr>", "")


def test_an_indented_json_takes_one_line() -> None:
    def endpoint() -> int:
        Path("a.json").write_text(json.dumps({"a": [1, "x  y"]}, indent=4))
        return 1

    assert texts(traced(endpoint), "disk") == ['a.json: { "a": [ 1, "x  y" ] }']


OLD = [f"{n},name {n}" for n in range(50)]
DIFFERENCES = [
    ([*OLD, "50,new"], ["t + 50,new"]),
    (OLD[:30] + OLD[31:], ["t − 30,name 30"]),
    ([*OLD[:30], "30,other", *OLD[31:]], ["t line 31: 30,name 30 → 30,other"]),
    ([*OLD[:9], "x" * 200 + "1"], ["t − 9,name 9"]),
]


@pytest.mark.parametrize(("new", "expected"), DIFFERENCES)
def test_lines(new: list[str], expected: list[str]) -> None:
    parts = what_differs("t", "\n".join(OLD), "\n".join(new), is_json=False)
    assert [part_as_text(each) for each in parts][: len(expected)] == expected
    assert len(parts) <= 9


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"a": 1}', ""),
        ('{"a": 1, "b": ', "not valid JSON: it ends too early"),
        ('{"a": "x', "not valid JSON: it ends too early"),
        ('[1]["b"]', "not valid JSON: extra data at character 3"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_wrong_with_json(text: str, wrong: str) -> None:
    assert wrong_with_json(text) == wrong


def save(days: dict) -> None:
    with open("days.json", "w") as file:
        json.dump(days, file)


def test_half_of_a_json() -> None:
    save({"a": "2026-01-01"})

    def endpoint() -> str:
        try:
            save({"a": "2026-01-01", "b": dt.date(2026, 1, 2)})
        except TypeError as error:
            return type(error).__name__
        return "?"

    picture = traced(endpoint)
    shown = repr(picture)
    assert 'days.json: {"a": "2026-01-01"}' in before(picture)
    half = '{"a": "2026-01-01", "b":    (not valid JSON: it ends too early)'
    assert texts(picture, "disk") == ["days.json: EMPTY (0 bytes)", f"days.json: {half}"]
    assert "It is on the disk now." not in shown
    assert "is not valid JSON: reading it as JSON will fail. The old text is gone, too" in shown
    assert "not valid JSON: it ends too early" in picture._repr_html_()


def test_one_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1_000)
    file = Path("large.txt")
    file.write_text("x" * 1_001)

    def endpoint() -> int:
        file.write_text("x" * 1_002)
        return 1

    picture = traced(endpoint)
    assert "too large to be compared: 1,001 bytes" in before(picture)
    assert "too large to be compared: 1,002 bytes" in texts(picture, "disk")[-1]


def test_bytes_that_are_no_text() -> None:
    Path("raw.dat").write_bytes(b"\xff\x00\x01")

    def endpoint() -> int:
        Path("raw.dat").write_bytes(b"\xff\x00\x02")
        return 1

    assert texts(traced(endpoint), "disk") == ["raw.dat: its bytes changed"]


def test_a_part_of_it_is_on_the_disk_while_it_is_open() -> None:
    def endpoint() -> int:
        with open("some.json", "w") as file:
            file.write('{"a":')
            file.flush()
            file.write(" 1}")
        return 1

    shown = repr(traced(endpoint))
    assert "A part of the text is on the disk. As long as the file is open" in shown
    assert "» It is on the disk now." in shown
