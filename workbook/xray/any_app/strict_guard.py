"""A guard that lets an app change nothing but the copy: no file, no program, no other computer.

It is told what Python's own modules do. What a library does in C by itself it is not told.
"""

import ipaddress
import os
import shlex
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook.processes.descendants import descendants
from workbook.xray.any_app.events import ADDRESSES, HOSTS, KILLS, PATHS, PROGRAMS, READERS
from workbook.xray.any_app.guard import REASON, WRITES, Guard


class StrictGuard(Guard):
    """Looks at whatever could change something outside of the copy."""

    strict = True
    reason = REASON

    def __init__(self, folder: Path, original: Path, ours: Path | None = None) -> None:
        super().__init__(folder, original, ours)
        self._process = os.getpid()

    def look(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Look at what Python is about to do; see `Guard`."""
        if name in PATHS:
            if name != "os.mkdir" or not os.path.isdir(arguments[0]):
                self._paths(name, arguments)
        elif name in PROGRAMS:
            self.starts(arguments[PROGRAMS[name]])
        elif name in KILLS:
            self._kills(name, *arguments)
        elif name in HOSTS:
            self._host(arguments[0])
        elif name in ADDRESSES:
            self._address(arguments[1])
        elif name == "open" and arguments[1] is None and os.path.isdir(arguments[0]):
            if not arguments[2] & WRITES:  # a folder, and in it files by their bare names
                self.changes(arguments[0])
        else:
            super().look(name, arguments)

    def starts(self, command: Any) -> None:
        """Look at a program before it is started.

        Args:
            command: its command line.

        Raises:
            ChangeRefusedError: it could change anything.

        """
        words = [os.fsdecode(each) for each in ([command] if _is_path(command) else command)]
        if words[:2] == ["/bin/sh", "-c"] or _is_path(command):
            line = words[-1]
            words = [] if set(line) & set("|&;<>()$`\n") else shlex.split(line)
        else:
            line = " ".join(words)
        allowed = READERS.get(os.path.basename(words[0])) if words else None
        if allowed is None or (allowed and not allowed & set(words[1:2])):
            self.refuse(f"the program {line[:80]!r}", "it could change anything")

    def _paths(self, name: str, arguments: tuple[Any, ...]) -> None:
        for path, folder, is_entry in PATHS[name]:
            full = arguments[path]
            if isinstance(full, int):
                continue
            full = os.fsdecode(full)
            if folder is not None and (number := arguments[folder]) not in (-1, None):
                full = os.path.join(_opened(number), full)
            if is_entry:
                parent, last = os.path.split(os.path.abspath(full))
                full = os.path.join(os.path.realpath(parent), last)
                if not Path(full).is_relative_to(self._folder):
                    self.refuse(full, self.reason)
            else:
                self.changes(full)

    def _kills(self, event: str, pid: int, number: int) -> None:
        """Let an app end itself and what it has started."""
        if not number or not pid:
            return  # nothing is sent; or it is sent to this process's own group
        if pid == -1:
            self.refuse("all processes", "not started by the app")
        with suppress(ProcessLookupError):  # Python will say so
            is_own = os.getsid(abs(pid)) == os.getsid(0) or abs(pid) in descendants(self._process)
            if not is_own:
                group = " group" if event == "os.killpg" or pid < 0 else ""
                self.refuse(f"process{group} {abs(pid)}", "not started by the app")

    def _host(self, host: Any) -> None:
        if (
            host
            and not is_this_computer(name := os.fsdecode(host))
            and name != socket.gethostname()
        ):
            self.refuse(name, "not on this computer")

    def _address(self, address: Any) -> None:
        if isinstance(address, tuple) and isinstance(address[0], str | bytes):
            name = os.fsdecode(address[0])
            if not is_this_computer(name):
                self.refuse(name, "not on this computer")
            self.reached[f"{name}:{address[1]}"] = None
        elif isinstance(address, str | bytes):
            name = os.fsdecode(address)
            is_file = not name.startswith("\0")
            if not is_file or not Path(os.path.realpath(name)).is_relative_to(self._folder):
                self.refuse(name.replace("\0", "@"), "the socket of another program")

    def _may_change(self, real: Path) -> bool:
        return real == self._ours or (real.exists() and stat.S_ISCHR(real.stat().st_mode))


def is_this_computer(host: str) -> bool:
    """Tell whether a name or an address is this computer's, whatever its network is."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host in ("", "localhost", "ip6-localhost")
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def _is_path(value: Any) -> bool:
    return isinstance(value, str | bytes | os.PathLike)


def _opened(number: int) -> str:
    """Return which folder is open by this number; where that is not known, one that is outside."""
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return os.sep
