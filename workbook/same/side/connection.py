"""The connection to the process of an app, as the command has it, whatever comes from there."""

import json
import os
import secrets
import signal
import socket
import struct
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

STALLS = 5  # seconds within a message
LONGEST = 500_000_000  # bytes of a message


def address(beside: Path) -> str | None:
    """Return where the process finds the command.

    Args:
        beside: a file, if it is to be beside one; on Linux no folder's name can be too long.

    """
    if sys.platform == "linux":
        return f"\0workbook-{secrets.token_hex()}"
    return None if os.name == "nt" else str(beside.with_name("link"))


def in_time(link: Connection) -> Connection:
    """Let no half of a message, from a process that was killed, be waited for without end."""
    if os.name != "nt":
        with socket.socket(fileno=os.dup(link.fileno())) as same:
            for each in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                same.setsockopt(socket.SOL_SOCKET, each, struct.pack("ll", STALLS, 0))
    return link


def received(link: Connection) -> dict[str, Any]:
    """Return the next message.

    Raises:
        OSError: something else has written there.
        EOFError: there is nobody any more.

    """
    try:
        return json.loads(link.recv_bytes(LONGEST))
    except ValueError as error:
        raise OSError(error) from None


def how_ended(status: int) -> str:
    """Say how a process ended.

    Args:
        status: as `subprocess` has it: -9 is signal 9.

    """
    if status >= 0:
        return f"its process ended with status {status}"
    with suppress(ValueError):
        return f"its process was ended by {signal.Signals(-status).name}"
    return f"its process was ended by signal {-status}"
