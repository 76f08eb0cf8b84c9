"""What `workbook grade` writes: a page that is safe and readable, a table that reads back."""

import csv
import io
import re

from tests.shared.html import NASTY, parsed_page, text_of
from workbook import ENDPOINTS
from workbook.checker.limits import Limits
from workbook.grade.grading import Grade
from workbook.grade.output import HEADER, HERE, NO_SANDBOX, as_csv, as_page
from workbook.grade.result import Result
from workbook.grade.submissions import Submission


def graded(student: str, *diagnoses: str) -> Grade:
    texts = [*diagnoses, *[""] * (6 - len(diagnoses))]
    results = (Result(each, not text, text) for each, text in zip(ENDPOINTS, texts, strict=True))
    return Grade(Submission(student, f"{student}/main.py"), tuple(results))


GRADES = [graded(NASTY, "<b>&\"'", "`x<y`"), graded("ana"), graded("bob", *["same"] * 6)]
PAGE = as_page("Grades: <u>", GRADES, ["<i>.zip"], Limits()).decode()
TREE = parsed_page(PAGE)


def test_the_page_is_whole_and_everything_in_it_is_escaped() -> None:
    tags = {element.tag for element in TREE.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "u", "i", "b"}
    assert not re.search(r"https?:|url\(|@import|\b20\d\d-", PAGE)
    assert NO_SANDBOX in {text_of(element) for element in TREE.iter("p")}
    assert text_of(TREE.find("body/header/h1")) == "Grades: <u>"
    said = [text_of(element) for element in TREE.iter("dd")]
    assert said == ["<b>&\"'", "x<y", "same"]
    assert [text_of(element) for element in TREE.iter("dt")][-1] == "All endpoints"
    assert [text_of(element) for element in TREE.iter("li")] == ["<i>.zip"]


def test_the_table_says_it_without_colour_and_to_a_screen_reader() -> None:
    (table,) = TREE.iter("table")
    assert text_of(table.find("caption"))
    heads = [text_of(each) for each in table.find("thead").iter("th")]
    assert heads == ["Student", "Solved", *ENDPOINTS]
    assert {each.get("scope") for each in table.find("thead").iter("th")} == {"col"}
    body = [[text_of(each) for each in row] for row in table.find("tbody")]
    assert body[0] == [NASTY, "4 of 6", "✗ no", "✗ no", *["✓ yes"] * 4]
    assert body[1] == ["ana", "6 of 6", *["✓ yes"] * 6]
    assert {row[0].get("scope") for row in table.find("tbody")} == {"row"}
    foot = [text_of(each) for each in table.find("tfoot/tr")]
    assert foot == ["Solved by", "10 of 18", "1 of 3", "1 of 3", *["2 of 3"] * 4]


def test_each_name_leads_to_what_is_wrong() -> None:
    links = [element.get("href").removeprefix("#") for element in TREE.iter("a")]
    assert links == [element.get("id") for element in TREE.iter("details")]
    assert len(links) == 2
    # Its colours are those of the review page, whose contrast is tested.
    assert not re.search("#[0-9a-f]{3}|rgb", (HERE / "grade.css").read_text(encoding="utf-8"))


def test_a_table_reads_back_as_it_was() -> None:
    text = as_csv([graded('q"u,o', 'a"b,c\nd')]).decode("utf-8-sig")
    head, first, *_ = csv.reader(io.StringIO(text, newline=""))
    assert (head, first) == (HEADER, ['q"u,o', ENDPOINTS[0], "no", 'a"b,c d'])
