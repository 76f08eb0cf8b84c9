"""What each thread does for what is traced."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import get_ident

from workbook.xray.record.call import Call

# The asynchronous function that runs or awaits; a task that a library makes for it knows it, too.
awaiting: ContextVar[Call | None] = ContextVar("workbook_awaiting", default=None)


@dataclass(eq=False)
class Strand:
    """What one thread does.

    Attributes:
        parent: the call that has asked for it, in another thread.
        origin: for what it was asked, if that is known: see `work.purpose`.
        is_parallel: that call goes on meanwhile.
        running: the calls that run now in this thread, the outer first.

    """

    parent: Call | None = None
    origin: str = ""
    is_parallel: bool = False
    running: list[Call] = field(default_factory=list)

    @property
    def current(self) -> Call | None:
        """The innermost call that runs now."""
        return self.running[-1] if self.running else None


class Strands:
    """The threads."""

    def __init__(self) -> None:
        self._by_thread: dict[int, Strand] = {}

    def here(self) -> Strand:
        """Return that of the thread that asks."""
        strand = self._by_thread.get(get_ident())
        if strand is None:
            strand = self._by_thread[get_ident()] = Strand()
        return strand

    def begin(self, strand: Strand) -> None:
        """Note what this thread works for from now on."""
        self._by_thread[get_ident()] = strand

    def end(self) -> None:
        """Note that this thread no longer works for what is traced."""
        self._by_thread.pop(get_ident(), None)

    def elsewhere(self) -> list[Call]:
        """Return the innermost call of each other thread in which one runs."""
        here = self.here()
        others = [each for each in list(self._by_thread.values()) if each is not here]
        return [each.running[-1] for each in others if each.running]

    def clear(self) -> None:
        """Release the calls."""
        self._by_thread.clear()
