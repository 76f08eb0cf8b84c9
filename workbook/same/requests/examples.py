"""Examples, made up from the OpenAPI document: requests after requests, and restarts between."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st

from workbook.same.requests.alike import alike, numbered
from workbook.same.requests.likely import likely_in
from workbook.same.requests.operations import Operation, operations_in, other_methods
from workbook.same.requests.step import RESTART, Example, Step
from workbook.same.requests.words import Words

SHORT, LONG = 4, 14  # steps that are made up; the looks come on top
RARE = 40  # one of so many is a restart: a process that imports the app anew
OFTEN = {"POST": 5, "PUT": 4, "PATCH": 6, "GET": 2, "DELETE": 3}  # what is seldom: 1
ASK = 3  # so much more often what takes a query
MANY = 110  # rows: more than a page has
ANY = "any method"
FULL = 25  # one example of so many begins with that many

Steps = st.SearchStrategy[Example]


class Requests:
    """What can be asked of the apps.

    Args:
        document: of OpenAPI.
        first: steps that every example begins with, such as a login.
        seeds: requests of the user's, which are tried as well.
        headers: that go with each request, such as a token's.
        words: of the app's source, which may be values.

    Attributes:
        first: see above.
        left_out: operations that are not asked for.
        restarts: examples may have restarts.
        unclear: operations that the document does not describe well enough to ask for them.

    """

    def __init__(
        self,
        document: dict[str, Any],
        first: Sequence[Step] = (),
        seeds: Sequence[Step] = (),
        headers: dict[str, Any] | None = None,
        words: Words | None = None,
    ) -> None:
        self.first, self._seeds = list(first), list(seeds)
        self._likely = likely_in(document, words or Words())
        self._all, self.unclear = operations_in(document, self._likely, headers or {})
        self.left_out: set[str] = set()
        self.restarts = True

    @property
    def documented(self) -> list[str]:
        """Return the names of all operations of the document."""
        return [each.name for each in self._all]

    @property
    def operations(self) -> list[str]:
        """Return the names of the operations that are asked for."""
        return [each.name for each in self._asked()]

    @property
    def looks(self) -> Example:
        """Return the requests that show what there is."""
        return [look for each in self._asked() for look in each.looks]

    def _asked(self) -> list[Operation]:
        return [each for each in self._all if each.name not in self.left_out]

    def examples(self) -> Steps:
        """Return the examples.

        Most make something, look at it, go on with what they make up, and look again at all there
        is: an answer that is right may stand for something else that is stored.
        """
        looks = self.looks
        made = self._made()
        each = st.tuples(*self._good()).map(list)  # what is made later may need what came before
        repeated = partial(alike, likely=self._likely)
        few = st.lists(made.flatmap(repeated), max_size=4).map(_joined)
        begin = few | each | st.tuples(each, few).map(_joined)
        look = st.sampled_from([[], looks])
        middle = st.lists(self._next(looks), max_size=SHORT).map(_joined)
        # A fork costs as much as some requests; Hypothesis by itself makes lists of about six.
        longer = st.lists(self._next(looks), min_size=SHORT, max_size=LONG).map(_joined)
        again = _rarely([RESTART, *self.first, *looks]) if self.restarts else st.just([])
        parts = st.tuples(begin, look, middle | longer | longer)
        usual = st.tuples(parts.map(_joined), st.just(looks), again).map(_joined)
        many = made.map(lambda step: [numbered(step, i, self._likely) for i in range(MANY)])
        full = st.tuples(each, many, st.just(looks)).map(_joined)
        shapes = st.integers(1, FULL).flatmap(lambda n: full if n == FULL else usual)
        return shapes.map(lambda steps: [*self.first, *filter(self._is_asked, steps)])

    def _is_asked(self, step: Step) -> bool:
        return step.operation not in self.left_out  # which may be known only since this was drawn

    def _good(self) -> list[st.SearchStrategy[Step]]:
        return [each.good for each in self._asked() if each.good is not None]

    def _made(self) -> st.SearchStrategy[Step]:
        return st.one_of(*self._good()) if self._good() else self._any()

    def _any(self) -> st.SearchStrategy[Step]:
        asked = {each.name: each.steps for each in self._asked()}
        often = [name for name in asked for _ in range(OFTEN.get(name.partition(" ")[0], 1))]
        often += [each.name for each in self._asked() if each.has_query for _ in range(ASK)]
        asked[ANY] = other_methods(self._asked())
        often.append(ANY)
        steps = st.sampled_from(often).flatmap(asked.__getitem__)
        return steps | st.sampled_from(self._seeds) if self._seeds else steps

    def _next(self, looks: Example) -> Steps:
        """Return what may come next, in a row: a restart, a request, what goes well with it."""
        made = self._made()

        def more(step: Step) -> Steps:
            if step.method == "DELETE":  # what is made next may take the place of what is gone
                return st.one_of(st.just([step]), made.map(lambda new: [step, new]))
            same = [replace(each, path=step.path) for each in looks if _same_path(each, step)]
            if step.method in ("PUT", "PATCH") and same:  # as it was before, for who remembers it
                gone = replace(same[0], operation="DELETE" + same[0].operation.removeprefix("GET"))
                after = [[step, gone]] if gone.operation in self.operations else []
                return st.sampled_from([[step], [same[0], step], *after])
            return alike(step, self._likely)

        steps = self._any().flatmap(more)
        if not self.restarts:
            return steps
        return st.integers(1, RARE).flatmap(lambda n: st.just([RESTART]) if n == RARE else steps)


def _same_path(one: Step, other: Step) -> bool:
    return bool(other.path) and one.path.keys() == other.path.keys()


def _rarely(steps: Example) -> Steps:
    return st.integers(1, RARE).map(lambda n: steps if n == RARE else [])


def _joined(parts: Sequence[Example]) -> Example:
    return [step for part in parts for step in part]
