"""What a check may use, and how its process is held to it."""

import contextlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one check may use.

    Attributes:
        seconds: for all that it does.
        request: seconds for one request, one contract test, or another step of it.
        memory: bytes of address space of each of its processes; a right solution was seen to need
            less than 0.4 billion. Not known to macOS and Windows.
        file: bytes of each file that it writes, what it prints included. Not known to Windows.

    """

    seconds: float = 60
    request: float = 8
    memory: int = 2_000_000_000
    file: int = 50_000_000


def hold(limits: Limits) -> None:
    """Limit this process and all that it starts, as far as the system can."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    # No core file: a crash of the student's code would leave one that is as large as its memory.
    sizes = {"RLIMIT_AS": limits.memory, "RLIMIT_FSIZE": limits.file, "RLIMIT_CORE": 0}
    for name, size in sizes.items():
        # macOS knows no limit of memory; and nobody may raise what is limited already.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (size, size))
