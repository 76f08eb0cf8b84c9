"""What differs between OLD and OLD is noise; what else may still be seen where there is noise."""

import json
from typing import Any

import pytest

from workbook.same.answers.compared import differences
from workbook.same.answers.noise import Noise, Tokens
from workbook.same.findings.accepted import Accepted
from workbook.same.findings.found import Found
from workbook.same.requests.step import Step
from workbook.same.search.comparing import Comparing
from workbook.same.search.learning import UnlikeItselfError, confirmed, learn
from workbook.same.side.runner import Ran

GET = Step("GET /rows")
A, B, C, D = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd")
FIRST, SECOND = "2026-11-26T10:00:00.123456+00:00", "2026-11-26T10:00:02.654321+00:00"


def ran(*bodies: Any, status: int = 200) -> Ran:
    answers = [
        {"status": status, "headers": [], "body": json.dumps(body), "raised": ""} for body in bodies
    ]
    return Ran(answers, [vars(GET)] * len(answers))


def told(noise: Noise, old: Ran, new: Ran) -> list[str]:
    """Return the kinds of all differences in an example."""
    tokens = Tokens()
    pairs = zip(old.answers, new.answers, strict=True)
    return [each.kind for pair in pairs for each in differences("GET /rows", *pair, noise, tokens)]


def learnt(first: Any, second: Any) -> Noise:
    noise = Noise()
    learn([GET], ran(first), ran(second), noise)
    return noise


@pytest.mark.parametrize(
    ("first", "second", "old", "new", "kinds"),
    [
        # Another value may stand for it, but the same wherever it is.
        ([A], [B], [A, C, A], [B, D, B], []),
        ([A], [B], [A, C], [B, B], ["not the value that stood for it before, at []"]),
        ([A], [B], [A, C], [B, D], []),
        ({A: {"n": 1}}, {B: {"n": 1}}, {A: {"n": 1}}, {C: {"n": 1}}, []),
        # A constant is not what another value stands for each time.
        ([FIRST], [SECOND], [FIRST, SECOND], [FIRST, FIRST], ["not the value that stood for it…"]),
        # The form stays: a database may keep a time without its offset.
        ([FIRST], [SECOND], [FIRST], [SECOND[:-6]], ["a time with an offset, now a time without…"]),
        (
            [FIRST],
            [SECOND],
            [FIRST],
            [SECOND.replace("T", " ")],
            ["T before the hour, now a…"],
        ),
        (
            [FIRST],
            [SECOND],
            [FIRST],
            [SECOND.replace("654321", "654")],
            ["6 digits of a sec…"],
        ),
        ([A], [B], [A], [B.replace("-", "")], ["a UUID, now 32 hexadecimal digits, at []"]),
        (
            [1764151200],
            [1764151202],
            [1764151200],
            [1764151202000],
            ["a number of 10 dig…"],
        ),
        ([FIRST], [SECOND[:-6]], [FIRST], [SECOND[:-6]], []),  # OLD has several forms itself
        # What comes in another order each time may do so; what is in it may not differ.
        (["a", "b", "c"], ["c", "a", "b"], ["a", "b"], ["b", "a"], []),
        (["a", "b", "c"], ["c", "a", "b"], ["a", "b"], ["b", "d"], ["another value at []", "an…"]),
        # Ids that are the keys of a dict are not named: each time they are other ones.
        ({A: 1}, {A: 1}, {A: {}}, {A: {}, B: {}}, ["more keys at the top"]),
        ({"a": 1}, {"a": 1}, {"a": 1}, {"a": 1, "b": 2}, ["with b, at the top"]),
    ],
)
def test_noise(first: Any, second: Any, old: Any, new: Any, kinds: list[str]) -> None:
    found = told(learnt(first, second), ran(old), ran(new))
    assert len(found) == len(kinds), found
    assert all(kind.startswith(k.removesuffix("…")) for kind, k in zip(found, kinds, strict=True))


def test_the_wrong_row_is_seen_by_its_id_though_that_is_random() -> None:
    noise = learnt({"id": A}, {"id": B})
    assert told(
        noise, ran({"id": A}, {"id": B}, {"id": A}), ran({"id": C}, {"id": D}, {"id": D})
    ) == ["not the value that stood for it before, at .id"]


def sure(noise: Noise, old: Ran, new: Ran, old_again: Ran, new_again: Ran) -> Found | None:
    """Return a difference as the hunt does: it runs the example once more."""
    comparing = Comparing(noise, Accepted())
    example = [GET] * len(old.answers)
    found = comparing.first(example, old, new)
    assert found is not None
    return confirmed(comparing, found, old_again, new_again)


def test_two_rows_made_before_and_after_a_full_second_are_no_difference() -> None:
    noise = learnt([100], [102])
    assert sure(noise, ran([104, 104]), ran([104, 105]), ran([107, 107]), ran([107, 107])) is None


def test_a_difference_that_is_there_again_stays_one() -> None:
    found = sure(Noise(), ran([1]), ran([2]), ran([1]), ran([2]))
    assert found is not None
    assert found.difference.kind == "another value at []"


def test_old_may_be_found_unlike_itself_later() -> None:
    with pytest.raises(UnlikeItselfError, match=r"(?s)GET /rows: status 200, now 500.*twice"):
        sure(Noise(), ran([1]), ran([2]), ran([1], status=500), ran([2]))


def test_what_is_learnt_later_is_noise_too_and_the_next_difference_is_told() -> None:
    old, again = ran({"at": FIRST, "n": 1}), ran({"at": SECOND, "n": 1})
    found = sure(Noise(), old, ran({"at": SECOND, "n": 2}), again, ran({"at": FIRST, "n": 2}))
    assert found is not None
    assert found.difference.kind == "another value at .n"


def test_a_value_that_never_changes_in_new_is_noted() -> None:
    comparing = Comparing(learnt({"at": 100}, {"at": 101}), Accepted())
    for second in range(200, 203):  # in each example it is the same in OLD, too
        comparing.first([GET, GET], ran(*[{"at": second}] * 2), ran(*[{"at": 7}] * 2))
    (note,) = comparing.noise.frozen()
    assert note == "GET /rows: NEW has always had the same value at .at, and OLD several"
    comparing.first([GET], ran({"at": 204}), ran({"at": 8}))
    assert comparing.noise.frozen() == []


def test_noise_that_is_all_of_an_answer_has_a_name() -> None:
    comparing = Comparing(learnt(1, 2), Accepted())
    assert comparing.noise.described() == ["GET /rows: the top"]
    for old in (3, 4, 5):
        comparing.first([GET], ran(old), ran(7))
    assert comparing.noise.frozen() == [
        "GET /rows: NEW has always had the same value at the top, and OLD several"
    ]
