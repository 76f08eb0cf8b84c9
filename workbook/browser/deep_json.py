"""JSON with lists deep inside one another, which would end a browser's Python instead of an error.

Python's reader in C asks whether the stack has room, and does not know how little a browser gives.
"""

import json
import re
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

DEEP = 200  # brackets that are open at the same time
_NO_BRACKET = re.compile(r"[^][{}]+")


def install() -> None:
    """Let what is deep be read by the reader in Python, which raises a RecursionError."""
    decoder: Any = json._default_decoder  # type: ignore[attr-defined]
    another: Any = json.JSONDecoder()
    in_c, in_python = another.scan_once, py_make_scanner(decoder)

    def scan_once(text: str, index: int) -> Any:
        return (in_python if is_deep(text) else in_c)(text, index)

    decoder.scan_once = scan_once


def is_deep(text: str) -> bool:
    """Tell whether a text may have many open brackets; those in strings count, too."""
    brackets = _NO_BRACKET.sub("", text)
    for _ in range(DEEP):
        if len(brackets) <= DEEP:
            return False
        shorter = brackets.replace("[]", "").replace("{}", "")
        if shorter == brackets:
            break
        brackets = shorter
    return True
