"""The words that the lessons explain, read from the line `**Words:** …` at the end of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook.lessons.sheets.texts import Lesson

BEGINS = "**Words:** "
ENTRY = re.compile(r"\*([^*]+)\* — (\S.*)")


class WordsError(ValueError):
    """A line of words does not have its form; the message says where, and what to change."""


@dataclass(frozen=True)
class Word:
    """A term, what it means, and the lesson that explains it."""

    term: str
    meaning: str
    lesson: Lesson

    @property
    def id(self) -> str:
        """The term as the id of an element."""
        return re.sub(r"\W+", "-", self.term.casefold()).strip("-")


def words_of(lesson: Lesson) -> list[Word]:
    """Return the words of a lesson.

    Raises:
        WordsError: there is not just one line of them, or it does not have its form.

    """
    lines = [line for text in lesson.texts for line in text.splitlines() if "**Words" in line]
    if len(lines) != 1:
        raise WordsError(
            f"{lesson.path.name}: one line must begin with {BEGINS!r}; {len(lines)} do"
        )
    return list(_entries(lines[0], lesson))


def _entries(line: str, lesson: Lesson) -> Iterator[Word]:
    if not (line.startswith(BEGINS) and line.endswith(".")):
        raise WordsError(
            f"{lesson.path.name}: the line of words begins with {BEGINS!r} and ends with a full "
            f"stop; this one does not: {line}"
        )
    for piece in line.removeprefix(BEGINS).removesuffix(".").split("; "):
        entry = ENTRY.fullmatch(piece)
        if not entry:
            raise WordsError(
                f"{lesson.path.name}: `*term* — what it means`, and a semicolon only between two "
                f"terms; this piece is neither: {piece!r}"
            )
        yield Word(entry[1], entry[2], lesson)


def all_words(lessons: Sequence[Lesson]) -> list[Word]:
    """Return the words of all lessons, sorted.

    Raises:
        WordsError: a line does not have its form, or a term is explained twice.

    """
    found: dict[str, Word] = {}
    for word in (word for lesson in lessons for word in words_of(lesson)):
        first = found.setdefault(word.id, word)
        if first is not word:
            raise WordsError(
                f"*{word.term}* is explained twice, in {first.lesson.path.name} and in "
                f"{word.lesson.path.name}: leave it out in the later one"
            )
    return sorted(found.values(), key=lambda word: word.term.casefold())
