"""Which lessons there are, in reading order, and which one is meant by what somebody types."""

import re
from pathlib import PurePath

# Only these are executed, tested and copied: a notebook that somebody else puts there is not.
LESSONS = (
    "00_start_here",
    "01_the_old_way",
    "02_what_goes_away",
    "03_the_session",
    "04_create",
    "05_read",
    "06_update",
    "07_delete",
    "08_summary",
    "09_one_objects_life",
    "10_the_same_behaviour",
    "11_mistakes",
    "12_when_two_write_at_once",
    "13_what_it_costs",
    "14_moving_your_data",
    "15_your_own_app",
)


def file_name(lesson: str) -> str:
    """Return the name of a lesson's notebook, such as "04_create.ipynb"."""
    return f"{lesson}.ipynb"


def label(lesson: str) -> str:
    """Return a lesson's name as a reader sees it, such as "04 create"."""
    return lesson.replace("_", " ")


def lesson(typed: str) -> str:
    """Return the lesson that is meant.

    Args:
        typed: its number, its name, both, or its file: "4", "04", "create", "04_create",
            "04_create.ipynb".

    Returns:
        Its full name, such as "04_create".

    Raises:
        ValueError: there is no such lesson; the message lists those there are.

    """
    word = PurePath(typed.strip()).name.lower().removesuffix(".ipynb")
    word = re.sub(r"[\s-]+", "_", word)
    for name in LESSONS:
        number, _, rest = name.partition("_")
        if word in (name, number, str(int(number)), rest):
            return name
    raise ValueError(f"there is no lesson {typed!r}, only {', '.join(map(label, LESSONS))}")
