"""What a check may use, and how its process is held to it."""

import contextlib
import errno
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

try:
    import resource as _resource  # not on Windows

    RESOURCE: ModuleType | None = _resource
except ImportError:
    RESOURCE = None

MB = 1_000_000
REST = 2  # seconds of processor after which the system ends what could not be told to end


@dataclass(frozen=True)
class Limits:
    """What one check may use.

    Time is the processor's, so a busy machine changes nothing; but for `wall`, of which only what
    the machine leaves to the process is counted.

    Attributes:
        seconds: of a processor, for all that it does.
        request: seconds of a processor for one request, one contract test, or another step of it;
            and how long it may wait in one without using any.
        wall: seconds from its start to its end.
        memory: bytes of address space of each of its processes; a right solution was seen to need
            less than 0.4 billion. Not known to macOS and Windows.
        file: bytes of each file that it writes, what it prints included. Not known to Windows.

    """

    seconds: float = 60
    request: float = 8
    wall: float = 300
    memory: int = 2_000_000_000
    file: int = 50_000_000


class StepLimit(Protocol):
    """Ends what takes too long."""

    def begin_step(self) -> None:
        """Let a new step begin, one request or one test: the one before is over."""


def hold(limits: Limits) -> None:
    """Limit this process and all that it starts, as far as the system can."""
    if RESOURCE is None:
        return
    end = int(limits.seconds) + REST
    # No core file: a crash of the student's code would leave one that is as large as its memory.
    sizes = {
        "RLIMIT_AS": (limits.memory, limits.memory),
        "RLIMIT_FSIZE": (limits.file, limits.file),
        "RLIMIT_CPU": (end, end + REST),  # SIGXCPU, and then SIGKILL
        "RLIMIT_CORE": (0, 0),
    }
    for name, size in sizes.items():
        # macOS knows no limit of memory; and nobody may raise what is limited already.
        with contextlib.suppress(ValueError, OSError):
            RESOURCE.setrlimit(getattr(RESOURCE, name), size)


def size_of(name: str) -> float:
    """Return how much the system allows this process of a resource, such as "RLIMIT_AS"."""
    number = getattr(RESOURCE, name, None)
    if RESOURCE is None or number is None:
        return float("inf")
    size, _ = RESOURCE.getrlimit(number)
    return float("inf") if size == RESOURCE.RLIM_INFINITY else size


def limit_met(error: BaseException) -> str:
    """Say of which limit an error tells; empty if of none."""
    if isinstance(error, MemoryError) and (size := size_of("RLIMIT_AS")) < float("inf"):
        return f"A check may use {size / MB:,.0f} MB of memory; `--memory` allows more."
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return f"A check may write {size_of('RLIMIT_FSIZE') / MB:,.0f} MB into each file."
    return ""
