"""What differs between OLD and OLD: times, tokens, random ids. It may differ in NEW, too."""

from dataclasses import dataclass, field

Place = tuple[str, int, str]  # operation, status, where in the answer


@dataclass
class Noise:
    """Where answers differ from one run of the same app to the next.

    Attributes:
        consistent: there, a value differs, but stands for the same thing wherever it is.
        loose: there, any value of the type will do, as of a time.

    """

    consistent: set[Place] = field(default_factory=set)
    loose: set[Place] = field(default_factory=set)

    def described(self) -> list[str]:
        """Return the places in words, each once."""
        found = sorted(self.consistent | self.loose)
        return list(dict.fromkeys(f"{operation}: {where}" for operation, _, where in found))


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
