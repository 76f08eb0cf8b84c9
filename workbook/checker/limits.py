"""What a check may use, and how its process is held to it."""

import contextlib
from dataclasses import dataclass

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


def hold(limits: Limits) -> None:
    """Limit this process and all that it starts, as far as the system can."""
    try:
        import resource  # not on Windows
    except ImportError:
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
            resource.setrlimit(getattr(resource, name), size)
