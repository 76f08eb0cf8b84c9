"""Each lesson lists its new words, which no earlier lesson uses, and links to where all are."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.shared.notebooks import every_notebook
from workbook.lessons.sheets.texts import Lesson, lessons
from workbook.lessons.sheets.words import BEGINS, Word, WordsError, all_words, words_of

LOOK_UP = "Look it up: [cheat sheet](../docs/cheat_sheet.html), [glossary](../docs/glossary.html)"
LESSONS = lessons()
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


def used_before(words: Sequence[Word], earlier: Sequence[Lesson]) -> list[str]:
    """Say where a lesson uses a word as a term though a later lesson explains it.

    A term is in bold or in italics, or has several words: `index` alone can also be a list's.
    A cell may use it that names or links the lesson which explains it.
    """
    said = []
    for lesson in earlier:
        for word in words:
            named = word.lesson.path.name, f"lesson {word.lesson.number:02}"
            cells = [each for each in lesson.texts if not any(name in each for name in named)]
            text = LINK.sub("", CODE.sub("", "\n\n".join(cells)))
            term = re.escape(word.term).replace(r"\ ", r"\s+")
            forms = rf"\*{term}s?\*"
            if re.search(r"\w[ -]\w", word.term) and "," not in word.term:
                forms += rf"|\b{term}s?\b"
            use = re.search(forms, text, re.IGNORECASE)
            if use and lesson.number < word.lesson.number:
                said.append(
                    f"{lesson.path.name} has {use[0]!r}, which {word.lesson.path.name} explains: "
                    f"explain it in the earlier one, or say it in other words"
                )
    return said


@every_notebook
def test_the_words_have_their_form(path: Path) -> None:
    assert [words_of(lesson) for lesson in LESSONS if lesson.path == path] != [[]]


@every_notebook
def test_below_the_words_are_links_to_the_cheat_sheet_and_the_glossary(path: Path) -> None:
    (last,) = (lesson.texts[-1] for lesson in LESSONS if lesson.path == path)
    assert last.startswith("## What you have seen")
    assert LOOK_UP in last.splitlines(), f"a line of the last cell must be: {LOOK_UP}"
    assert last.index(BEGINS) < last.index(LOOK_UP)


def test_no_term_is_explained_twice() -> None:
    assert len(all_words(LESSONS)) > 20


def test_no_lesson_uses_a_term_that_a_later_one_explains() -> None:
    words = [word for lesson in LESSONS for word in words_of(lesson)]
    said = used_before(words, LESSONS)
    assert not said, "\n".join(said)


def lesson_of(number: int, *texts: str) -> Lesson:
    return Lesson(Path(f"{number:02}_some.ipynb"), texts)


def test_words_are_read() -> None:
    text = "## What you have seen\n\n**Words:** *a b* — one: `x`; *c* — two, or *three*.\n\nNext"
    words = words_of(lesson_of(3, "# T", text))
    assert [(word.term, word.meaning, word.id) for word in words] == [
        ("a b", "one: `x`", "a-b"),
        ("c", "two, or *three*", "c"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("No words", "03_some.ipynb: one line must begin with"),
        ("**Words:** *a* — b.\n**Words:** *c* — d.", "2 do"),
        ("**Words**: *a* — b.", "begins with '**Words:** ' and ends with a full stop"),
        ("**Words:** *a* — b", "ends with a full stop"),
        ("**Words:** *a* - b.", "this piece is neither: '*a* - b'"),
        ("**Words:** *a* — b; and c.", "this piece is neither: 'and c'"),
        ("**Words:** *a* — b;*c* — d; *e* — .", "this piece is neither: '*e* — '"),
    ],
)
def test_a_line_of_another_form_is_an_error(line: str, said: str) -> None:
    with pytest.raises(WordsError) as error:
        words_of(lesson_of(3, "# T", line))
    assert said in str(error.value)


def test_a_term_explained_twice_is_an_error() -> None:
    early = lesson_of(3, "# T", "**Words:** *The pool* — a.")
    late = lesson_of(5, "# T", "**Words:** *the pool* — b.")
    with pytest.raises(WordsError, match=r"twice, in 03_some\.ipynb and in 05_some"):
        all_words([early, late])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is **pooled**, a *pool* or two.", ["*pool*"]),
        ("**Pool**", ["*Pool*"]),
        ("A swimming pool.", []),
        ("The primary\nkeys are ids.", ["primary\nkeys"]),
        ("`primary key` and [the primary key](x)", []),
        ("The *pool*: more in [05](05_some.ipynb).", []),
        ("The *pool*: more in lesson 05.", []),
    ],
)
def test_a_term_used_too_early_is_found(text: str, found: list[str]) -> None:
    early = lesson_of(2, "# T", text)
    late = lesson_of(5, "# T", "**Words:** *pool* — a; *primary key* — b.")
    said = used_before(words_of(late), [early, late])
    assert [each.partition(" has ")[2].partition(", which")[0] for each in said] == [
        repr(each) for each in found
    ]
