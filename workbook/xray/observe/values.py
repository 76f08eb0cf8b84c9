"""Values as short text that is the same in every run: no addresses, no order that varies."""

import re
from typing import Any

from workbook.display.harmless import clean
from workbook.display.secrets import is_known, is_open, is_secret, secret, without_secrets
from workbook.xray.observe.memory.attributes import name_of
from workbook.xray.observe.memory.shapes import CONTAINERS, SCALARS, is_shape, shape_of

LENGTH = 160  # characters of a value
ITEMS = 20  # of a list or a dict that are shown
MANY = 2_000  # of a set, which is shown in an order of its own
DEPTH = 3


def short(value: Any, name: str = "") -> str:
    """Return a value as text, at most about `LENGTH` characters.

    Args:
        value: anything, or a shape; nothing of it is called.
        name: of the variable, field or key that has it: tells whether it is a secret.

    """
    try:
        shape = shape_of(value)
        text = without_secrets(clean(_text(shape, 0, ITEMS, name)))
        return _cut(text, shape)
    except Exception:  # whatever strange object this is
        return f"<{name_of(type(value))}>"


def said(error: BaseException) -> str:
    """Return the first line that an error says, without addresses, folders, links and secrets."""
    try:
        line = (str(error).splitlines() or [""])[0].partition(" (Background on this error")[0]
    except Exception:  # an error that cannot say what it is
        return type(error).__name__
    line = re.sub(r" at 0x[0-9a-f]+", "", line)
    return without_secrets(clean(re.sub(r"(?:/[^\s/'\":]+)+/([^\s/'\":]+)", r"\1", line)))


def _cut(text: str, shape: Any) -> str:
    if len(text) <= LENGTH:
        return text
    content = shape[2] if is_shape(shape) and len(shape) == 3 else shape
    many = type(content) in CONTAINERS and not is_shape(content)
    return f"{text[:LENGTH]}…" + (f" {len(content)} in all" if many else "")


def _text(value: Any, depth: int, items: int, name: str = "", hidden: str = "") -> str:
    """Return a value as text; hidden: by what name it is part of a secret, so all in it is one."""
    shape = shape_of(value)
    kind = type(shape)
    if hidden and is_open(name):
        hidden = ""
    elif not hidden and name and is_secret(name, shape if kind in SCALARS else None):
        hidden = name
    if kind in SCALARS:
        return _scalar(shape, hidden)
    if is_shape(shape) and len(shape) == 2:
        return secret(shape[1], hidden) if hidden and not shape[1].startswith("<") else shape[1]
    if depth > DEPTH:
        return "…"
    if not is_shape(shape):
        return _container(shape, depth, items, hidden)
    if len(shape) == 3:
        content = _container(shape[2], depth, items, hidden)
        return f"{shape[1]}({content})"
    return _object(shape, depth, items)


def _scalar(value: Any, hidden: str) -> str:
    if hidden or (type(value) is str and is_known(value)):
        return secret(value, hidden)
    if type(value) is str and len(value) > LENGTH:
        value = without_secrets(value[: 4 * LENGTH])  # or the end could cut one in two
    if type(value) in (str, bytes):
        return repr(value[: 2 * LENGTH])
    try:
        return repr(value)
    except ValueError:  # Python refuses to write an int of thousands of digits
        return f"<int of {value.bit_length()} bits>"


def _object(shape: tuple, depth: int, items: int) -> str:
    """Return an object as text; its fields have names of their own, which say what is a secret."""
    _, kind, fields, shown = shape
    names = list(fields if shown is None else shown)
    texts = []
    for name in names[:items]:
        text = _text(fields[name], depth + 1, items, name)
        texts.append(f"{name}={text}" if name else text)
        if _is_enough(texts):
            break
    return f"{kind}({', '.join(texts)}{', …' if len(texts) < len(names) else ''})"


def _container(value: Any, depth: int, items: int, hidden: str) -> str:
    kind, texts = type(value), list[str]()
    if kind is dict:
        for key, each in list(value.items())[:items]:
            name = key if type(key) is str else ""
            text = _text(each, depth + 1, items, name, hidden)
            texts.append(f"{key_text(key, bool(hidden))}: {text}")
            if _is_enough(texts):
                break
    elif kind in (list, tuple):
        for each in value[:items]:
            texts.append(_text(each, depth + 1, items, "", hidden))
            if _is_enough(texts):
                break
    else:
        texts = sorted(_text(e, depth + 1, items, "", hidden) for e in list(value)[:MANY])[:items]
    if len(value) > len(texts):
        texts.append(f"… {len(value)} in all")
    if not value and kind in (set, frozenset):
        return f"{kind.__name__}()"
    inner = ", ".join(texts)
    if kind is tuple:
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"[{inner}]" if kind is list else f"{{{inner}}}"


def key_text(key: Any, hidden: bool = False) -> str:
    """Return a key of a dict as text; one that looks like a token is a secret, if its value is."""
    if hidden and type(key) is str and is_secret("key", key):
        return secret(key)
    return _text(key, DEPTH, ITEMS)


def _is_enough(texts: list[str]) -> bool:
    return sum(map(len, texts)) > 2 * LENGTH
