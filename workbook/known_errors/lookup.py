"""Find what is known of an error: by the names of its classes, and by what it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DEPTH = 9  # errors that are looked at: an error, its causes, and those in a group


@dataclass(frozen=True)
class KnownError:
    """An error that many have met before.

    Attributes:
        name: such as "already-begun".
        raised: the names of the classes that it can have.
        says: a pattern that is found in its first line.
        means: what it means.
        instead: what to write instead. As in `means`, code is in backticks, and `{name}` stands
            for what a group of the pattern has found.

    """

    name: str
    raised: tuple[str, ...]
    says: str
    means: str
    instead: str


@cache
def known_errors() -> tuple[KnownError, ...]:
    """Return all of them, in the order of the files; of several that fit, the first counts."""
    import tomllib  # most runs meet no error: they need not wait for this

    found = []
    for file in sorted(HERE.glob("*.toml")):
        for name, fields in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found.append(KnownError(name, **fields | {"raised": tuple(fields["raised"])}))
    return tuple(found)


def name_of(error: BaseException | None) -> str:
    """Return the name under which an error is known; an empty one if it is not."""
    found = _of(error)
    return found[0].name if found else ""


def known_error(error: BaseException) -> str:
    """Return what an error, or what caused it, means, and what to write instead; empty: unknown."""
    found = _of(error)
    return _sentences(*found) if found else ""


def known_error_text(name: str, message: str) -> str:
    """Return the same for an error of which only the text is there.

    Args:
        name: of its class.
        message: what it says, or just the first line of it.

    """
    found = _find((name,), message)
    return _sentences(*found) if found else ""


Found = tuple[KnownError, re.Match[str]]


def _of(error: BaseException | None) -> Found | None:
    for each in _with_causes(error):
        names = [kind.__name__ for kind in type(each).__mro__]
        if found := _find(names, _message(each)):
            return found
    return None


def _find(names: Sequence[str], message: str) -> Found | None:
    first = (message.splitlines() or [""])[0]
    for known in known_errors():
        if set(names) & set(known.raised) and (match := re.search(known.says, first)):
            return known, match
    return None


def _sentences(known: KnownError, match: re.Match[str]) -> str:
    text = f"{known.means} {known.instead}"
    for name, value in match.groupdict().items():
        text = text.replace(f"{{{name}}}", value or "")
    return text


def _message(error: BaseException) -> str:
    try:
        text = str(error)
        if isinstance(error, AttributeError) and error.name == text:  # a row says just the name
            return f"'{type(error.obj).__name__}' object has no attribute '{text}'"
        return text
    except Exception:  # an error of the reader's own, which cannot say what it is
        return ""


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, those in it if it is a group, and those that it was raised from."""
    waiting = [error]
    for _ in range(DEPTH):
        each = waiting.pop(0) if waiting else None
        if each is None:
            return
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        if each.__cause__ is not None:
            waiting.append(each.__cause__)
