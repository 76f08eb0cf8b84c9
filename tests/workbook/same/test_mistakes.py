"""The mistakes of the gallery, in a copy of the new app: are they found? HEAVY=1 tries them all."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings

from tests.shared.mistakes import ENDPOINT, FOLDER, MISTAKES
from workbook.paths import ROOT
from workbook.same.answers.noise import Noise
from workbook.same.findings.accepted import Accepted
from workbook.same.findings.found import Found
from workbook.same.requests.examples import Requests
from workbook.same.requests.step import Example
from workbook.same.search.comparing import Comparing
from workbook.same.search.hunting import SETTINGS, nothing_kept
from workbook.same.search.shrinking import shortest
from workbook.same.side.runner import Ran, Side, side

HEAVY = bool(os.environ.get("HEAVY"))
EXAMPLES = 150 if HEAVY else 30
# One of each kind: a status, a row, an order, a null, an id.
FEW = ["create_without_commit", "delete_deletes_all_rows", "list_ignores_the_category"]
FEW += ["update_without_commit", "get_takes_the_position_for_the_id"]
# To a client, one request after another and with a working disk, these answer as the app does.
UNCHANGED = {
    "create_catches_the_error_and_goes_on",
    "create_commits_after_the_answer",
    "create_commits_twice",
    "create_declares_the_table_again",
    "create_keeps_a_session_as_global",
    "create_makes_an_engine_per_request",
    "create_never_closes_its_session",
    "delete_hides_a_failed_commit",
    "get_keeps_a_session_as_global",
    "get_looks_through_all_rows",
    "get_takes_the_next_session",
    "list_asks_for_each_row",
    "list_filters_in_python",
    "summary_adds_up_in_python",
    "summary_blocks_the_event_loop",
    "summary_queries_once_per_category",
    "summary_without_order_by",
    "update_commits_in_a_loop",
    "update_hides_a_failed_commit",
}
WRONG = """
from after_session.main import app
from mistakes.{} import router

names = [getattr(route, "name", "") for route in app.router.routes]
app.router.routes[names.index("{}")] = router.routes[0]
"""


class Pair:
    """The two apps, and examples with what the old one has answered."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        new.reverses = True
        self.comparing = Comparing(Noise(), Accepted())
        self.corpus: list[tuple[Example, Ran]] = []
        examples = Requests(old.document() or {}).examples()

        @seed(2)
        @settings(SETTINGS, max_examples=EXAMPLES, phases=[Phase.generate])
        @given(examples)
        def fill(example: Example) -> None:
            self.corpus.append((example, old.run(example)))

        fill()

    def found(self, name: str) -> tuple[Found | None, int]:
        endpoint = ENDPOINT[name.split("_")[0]]
        self.new.change(
            {
                Path("wrong.py"): WRONG.format(name, endpoint),
                Path("mistakes", f"{name}.py"): (FOLDER / f"{name}.py").read_text("utf-8"),
            }
        )
        requests = 0
        for example, old in self.corpus:
            new = self.new.run(example)
            if found := self.comparing.first(example, old, new):
                return found, requests + len(found.example)
            requests += len(new.answers)
        return None, requests

    def shrunk(self, found: Found) -> Found:
        def tried(example: Example) -> Found | None:
            ran = self.comparing.run(self.old, self.new, example, lines=False)
            again = self.comparing.first(example, *ran)
            return again if again and again.difference == found.difference else None

        return [found, *shortest(found, tried)][-1]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    for each in ("before_dict_json", "after_session"):
        shutil.copytree(ROOT / each, folder / each)
    (folder / "mistakes").mkdir()
    (folder / "mistakes" / "__init__.py").touch()
    (folder / "wrong.py").write_text("from after_session.main import app\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with nothing_kept(), side("before_dict_json.main:app") as old, side("wrong.py") as new:
            yield Pair(old, new)


def test_the_pair_is_the_same(pair: Pair) -> None:
    for example, old in pair.corpus:
        assert pair.comparing.first(example, old, pair.new.run(example)) is None


@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - UNCHANGED) if HEAVY else FEW)
def test_a_mistake_is_found(pair: Pair, name: str) -> None:
    found, requests = pair.found(name)
    assert found is not None, requests
    if HEAVY:
        shrunk = pair.shrunk(found)
        print(f"| {name} | {requests} | {len(shrunk.example)} | {shrunk.difference} |")
