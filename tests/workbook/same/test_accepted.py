"""differences.toml: what may stay, what of it was seen, and what is wrong with the file."""

from pathlib import Path
from typing import Any

import pytest

from workbook.same.answers.difference import Difference
from workbook.same.answers.noise import Noise
from workbook.same.findings.accepted import Accepted, Entry, entry_for, read
from workbook.same.requests.step import Step
from workbook.same.search.comparing import Comparing
from workbook.same.side.runner import Ran

GET, POST = Step("GET /rows"), Step("POST /rows")


def ran(*answers: tuple[int, str]) -> Ran:
    return Ran([{"status": s, "headers": [], "body": b, "raised": ""} for s, b in answers])


def comparing(*entries: Entry) -> Comparing:
    return Comparing(Noise(), Accepted(list(entries)))


def test_what_is_printed_can_be_written_into_the_file(tmp_path: Path) -> None:
    old, new = ran((200, "{}")), ran((200, '{"a\\n\x7f\u2028\\"\\\\b": 1}'))
    found = comparing().first([GET], old, new)
    assert found is not None
    assert found.difference.kind.isprintable()
    file = tmp_path / "differences.toml"
    file.write_text(entry_for(found.difference).replace("…", "Ünlike"), "utf-8")
    accepted = read(file)
    assert accepted.has(found.difference)
    assert accepted.entries == [Entry("GET /rows", found.difference.kind, "Ünlike")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[difference", "cannot be read: Expected"),
        ("a = 1", "only .*difference.* is known in it, not a"),
        ('difference = "x"', "begins with .*difference.*, in two brackets"),
        ("[difference]", "begins with .*difference.*, in two brackets"),
        (
            "[[difference]]\nopration = 'GET /'",
            "difference 1: opration is not known; it takes oper",
        ),
        ("[[difference]]\noperation = 'GET /'", "difference 1: kind is missing; it takes"),
        ("[[difference]]\noperation = 1", "operation is no text, or an empty one"),
        (
            "[[difference]]\noperation = 'G'\nkind = 'k'\nreason = ' '",
            "reason is no text, or an em",
        ),
        ("[[difference]]\noperation = 'G'\nkind = 'k'\nreason = '…'", "its reason is still …"),
    ],
)
def test_a_wrong_file_is_told_in_a_line(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "differences.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=problem) as error:
        read(file)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("new", "second", "compared"),
    [
        # It has answered, too: what comes next is compared, and the next difference is found.
        ((201, "{}"), "GET /rows: another value at []", 2),
        # It has refused: the two apps have other data now, and nothing more is said, or counted.
        ((409, "{}"), None, 1),
    ],
)
def test_after_an_accepted_difference(new: Any, second: str | None, compared: int) -> None:
    entry = Entry("*", f"status 200, now {new[0]}", "so it is")
    both = comparing(entry, Entry("GET /rows", "fewer items at the top", "once"))
    old = ran((200, "{}"), (200, "[1]"))
    found = both.first([POST, GET], old, ran(new, (200, "[2]")))
    assert (str(found.difference) if found else None) == second
    both.count([POST, GET], old)
    assert both.seen.requests == compared
    assert both.accepted.seen == {entry}
    assert [each.reason for each in both.accepted.stale()] == ["once"]


def test_a_document_is_accepted_like_an_answer() -> None:
    accepted = Accepted([Entry("OpenAPI", "GET /rows: deprecated is only in NEW", "so it is")])
    assert accepted.has(Difference("OpenAPI", "GET /rows: deprecated is only in NEW"))
    assert not accepted.has(Difference("OpenAPI", "GET /rows: only in NEW"))
