"""What the cheat sheet is made of: calls, in groups of one purpose."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """One row of the cheat sheet.

    Attributes:
        code: what is run and shown.
        when: the situation, in a few words.
        given: the lines that lead to it; they run first, and are not measured.
        lesson: the number of the lesson that shows it.

    """

    code: str
    when: str
    given: tuple[str, ...]
    lesson: int


@dataclass(frozen=True)
class Task:
    """Calls that have one purpose.

    Attributes:
        name: the purpose.
        habits: how one did it with the dict, in the code of the old app.
        calls: what one calls now.

    """

    name: str
    habits: tuple[str, ...]
    calls: tuple[Call, ...]
