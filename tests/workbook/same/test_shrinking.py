"""An example is made shorter and plainer, as far as it shows the same difference."""

from collections.abc import Callable

from workbook.same.answers.difference import Difference
from workbook.same.findings.found import Found
from workbook.same.requests.step import RESTART, Example, Step, reference
from workbook.same.search.shrinking import shortest
from workbook.same.side.runner import Ran

DIFFERENCE = Difference("GET /rows", "another value at .text")
ID = reference("id", 0, 1)


def shown(example: Example, shows: Callable[[Example], bool]) -> Found | None:
    """Return the difference at the first step that shows it; an example ends there."""
    ends = (example[:i] for i in range(1, len(example) + 1))
    example = next(filter(shows, ends), [])
    return Found(DIFFERENCE, example, Ran(), Ran()) if example else None


def add(**body: object) -> Step:
    return Step("POST /rows", query=[("a", 1), ("b", 2)], body=body)


def test_what_is_not_needed_is_left_out() -> None:
    def tried(example: Example) -> Found | None:
        return shown(example, shows)

    def shows(example: Example) -> bool:
        """A row with an owner, and with a text that has two signs or more, is shown wrongly."""
        *before, last = example
        bodies = [step.body for step in before if step.operation == "POST /rows"]
        is_wrong = any(len(body.get("text", "")) > 1 and "owner" in body for body in bodies)
        return is_wrong and last.operation == "GET /rows"

    long = [
        add(text="x"),
        RESTART,
        add(text="ÿ\x9c", number=-1.1e-178, **{"\x12": {"ñ": []}}, owner=ID, note="ÖÄ", more=[1]),
        Step("GET /rows"),
    ]
    found = [
        Found(DIFFERENCE, long, Ran(), Ran()),
        *shortest(Found(DIFFERENCE, long, Ran(), Ran()), tried),
    ]
    assert found[-1].example == [
        Step("POST /rows", body={"text": "ÿ\x9c", "owner": ID}),
        Step("GET /rows"),
    ]
    assert all(tried(each.example) for each in found)


def test_values_become_plain() -> None:
    def tried(example: Example) -> Found | None:
        return shown(example, shows)

    def shows(example: Example) -> bool:
        names = {"text", "number", "price", "is_done"}
        return len(example) == 2 and names <= example[0].body.keys()

    long = [add(text="ÿ\x9c", number=-(2**63), price=1e300, is_done=True), Step("GET /rows")]
    (*_, last) = shortest(Found(DIFFERENCE, long, Ran(), Ran()), tried)
    body = {"text": "a", "number": 1, "price": 1.5, "is_done": True}
    assert last.example == [Step("POST /rows", body=body), Step("GET /rows")]


def test_a_plain_value_may_show_it_earlier() -> None:
    def tried(example: Example) -> Found | None:
        return shown(example, shows)

    def shows(example: Example) -> bool:
        """It is seen as soon as the numbers add up to a multiple of three."""
        total = sum(step.body.get("number", 0) for step in example)
        return total > 0 and total % 3 == 0

    long = [add(number=5), add(number=5), add(number=5)]
    (*_, last) = shortest(Found(DIFFERENCE, long, Ran(), Ran()), tried)
    assert last.example == [Step("POST /rows", body={"number": each}) for each in (1, 5)]
