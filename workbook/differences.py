"""All that cannot be made the same in the two versions, in one list.

`tests/apps/test_differences.py` and `test_differences_at_once.py` make each of them happen.
"""

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

from workbook.display.templates import environment

HERE = Path(__file__).parent
# The columns of the table, and in a terminal how wide each of them is.
COLUMNS = {"Difference": 17, "Before": 36, "After": 36, "Lesson": 21}
TEST_ONLY = "test only"  # no lesson shows it


@dataclass(frozen=True)
class Difference:
    """One thing that the two versions do differently.

    Attributes:
        name: a short name; its test is called `test_` and this name.
        before: what a client of `before_dict_json` sees.
        after: what a client of `after_session` sees.
        lesson: the notebook that shows it on both sides, without `.ipynb`; or `TEST_ONLY`.

    """

    name: str
    before: str
    after: str
    lesson: str


class Differences(tuple[Difference, ...]):
    """Differences that a notebook shows as a table."""

    def __repr__(self) -> str:
        rows = [tuple(COLUMNS), *map(_cells, self)]
        return "\n\n".join(_wrapped(row) for row in rows)

    def _repr_html_(self) -> str:
        template = environment(HERE, one_line=True).get_template("differences.html.jinja")
        return template.render(columns=COLUMNS, rows=map(_cells, self))


def _cells(difference: Difference) -> tuple[str, ...]:
    name = difference.name.replace("_", " ")
    return name, difference.before, difference.after, difference.lesson


def _wrapped(row: tuple[str, ...]) -> str:
    widths = COLUMNS.values()
    columns = [
        wrap(text, width, break_on_hyphens=False) for text, width in zip(row, widths, strict=True)
    ]
    lines = zip_longest(*columns, fillvalue="")
    return "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


DIFFERENCES = Differences(
    [
        Difference(
            "two_workers",
            "Each worker has its own dict and counter. Both give out the id 1, neither shows what "
            "the other has, and the file keeps only what the last one saved.",
            "All workers use one database. No two expenses get the same id, and every worker shows "
            "every expense.",
            "00_start_here",
        ),
        Difference(
            "parallel_requests",
            "Requests at the same time write to the same temporary file and change the dict while "
            "it is being saved. Some are answered 500 although their expense is there.",
            "Each request works in a transaction of its own. Each POST that gets its turn within "
            "a minute is answered 201, and its expense is stored once.",
            "10_the_same_behaviour",
        ),
        Difference(
            "two_deletes_at_once",
            "One is answered 204. The other is answered 404, or 500 if it had found the expense "
            "before it was gone.",
            "One is answered 204. The other is answered 404, or 204 if it had found the expense "
            "before it was gone: to delete no row is no error.",
            TEST_ONLY,
        ),
        Difference(
            "patch_that_changes_nothing",
            "A PATCH with the values that are already there saves the file once more. If another "
            "client has just changed them, they are changed back.",
            "Such a PATCH sends no UPDATE, and nothing is written. If another client has just "
            "changed the values, they stay, and are the answer: not what was asked for.",
            TEST_ONLY,
        ),
        Difference(
            "failed_save",
            "The answer is 500, yet the change is made: GET shows it until the restart, and the "
            "next save that succeeds stores it.",
            "The answer is 500, and nothing has changed: GET does not show it, now or later.",
            "10_the_same_behaviour",
        ),
        Difference(
            "kill_in_mid_save",
            "After the restart the change is not there. A half-written expenses.json.new may be "
            "left over, which nothing reads; expenses.json is complete.",
            "After the restart the change is not there. expenses.db may be left half-written, with "
            "a journal beside it from which the next start repairs it; a copy of expenses.db "
            "without the journal is damaged.",
            TEST_ONLY,
        ),
        Difference(
            "change_from_outside",
            "When another program changes expenses.json, GET shows the old data until the "
            "restart, and the next save overwrites the change.",
            "When another program changes the database, the next GET shows the new data, and the "
            "change stays.",
            "10_the_same_behaviour",
        ),
        Difference(
            "lock_from_outside",
            "If another program locks expenses.json, nothing changes: the app does not look for "
            "locks.",
            "While another program keeps a write transaction open, GET answers. A POST waits, by "
            "default for a minute, and is then answered 500.",
            "10_the_same_behaviour",
        ),
        Difference(
            "bad_data",
            "If one expense in expenses.json breaks a rule, such as having an unknown category, "
            "the app does not start.",
            "If one row in the database does so, the app starts. A request whose answer includes "
            "this row is answered 500. The summary answers 200, with the unknown category.",
            "10_the_same_behaviour",
        ),
        Difference(
            "cost_of_a_write",
            "Each change writes all expenses. With 100 times as many expenses it writes about 100 "
            "times as much. It does not wait until the disk has it.",
            "Each change writes a few pages of 4,096 bytes, with few expenses or with many, and "
            "waits until the disk has them.",
            "13_what_it_costs",
        ),
        Difference(
            "sums_of_billions",
            "The summary adds in the order of the ids. A float has about 16 digits, so a total of "
            "several billions can be a cent off.",
            "The database adds in whatever order is quickest, or more exactly. Such a total can be "
            "a cent off in another place.",
            TEST_ONLY,
        ),
    ]
)
