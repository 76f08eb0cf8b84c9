"""What differs between OLD and OLD: times, tokens, random ids. It may differ in NEW, too."""

from dataclasses import dataclass, field

from workbook.same.answers.free_keys import FreeKeys

FEW = 3
TOP = "the top"  # of an answer: all of it
Place = tuple[str, int, str]  # operation, status, where in the answer


@dataclass
class Noise:
    """Where answers differ from one run of the same app to the next.

    What is not noise is told by its place, so this knows which keys of an answer are no names.

    Attributes:
        consistent: there, a value differs, but stands for the same thing wherever it is.
        loose: there, any value of the type will do, as of a time.
        values: what OLD and NEW have had there, up to a few.
        free: see `free_keys`.

    """

    consistent: set[Place] = field(default_factory=set)
    loose: set[Place] = field(default_factory=set)
    values: dict[Place, tuple[set[str], set[str]]] = field(default_factory=dict)
    free: FreeKeys = field(default_factory=dict)

    def note(self, place: Place, old: object, new: object) -> None:
        """Note what OLD and NEW have at a place."""
        for seen, value in zip(
            self.values.setdefault(place, (set(), set())), (old, new), strict=True
        ):
            if len(seen) < FEW:
                seen.add(repr(value))

    def frozen(self) -> list[str]:
        """Return in words where NEW has had the same value all the time, and OLD has not."""
        return [
            f"{operation}: NEW has always had the same value at {where or TOP}, and OLD several"
            for (operation, _, where), (old, new) in sorted(self.values.items())
            if len(old) == FEW and len(new) == 1
        ]

    def described(self) -> list[str]:
        """Return the places in words, each once."""
        found = sorted(self.consistent | self.loose)
        return list(dict.fromkeys(f"{operation}: {where or TOP}" for operation, _, where in found))


@dataclass
class Tokens:
    """Which value of OLD is which of NEW, in one example."""

    new: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)

    def agree(self, old: object, new: object) -> bool:
        """Tell whether two values are the same thing; from now on they are."""
        first, second = repr(old), repr(new)
        same = self.new.get(first, second) == second and self.old.get(second, first) == first
        self.new[first], self.old[second] = second, first
        return same
