"""The body of a response, as it was sent but for the secrets in it; also if it was cut."""

import json
import re

from workbook.display.secrets import PLAIN, is_open, is_secret, secret, without_secrets

KEY = re.compile(r"\s*:")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?P<end>"?)|[{}\[\],:]|[^\s{}\[\],:"]+|\s+', re.DOTALL)


def body_without_secrets(text: str) -> str:
    """Return JSON, or other text, without the secrets in it; all else stays as it is."""
    if not text.lstrip().startswith(("{", "[")):
        return without_secrets(text)
    shown: list[str] = []
    outer: list[str] = []  # by what name all that is in these lists and dicts is a secret
    hidden = key = ""
    for match in TOKEN.finditer(text):
        token = match[0]
        if token in ("{", "["):
            outer.append(hidden)
            hidden = _hidden(key, None, hidden)
            key = ""
        elif token in ("}", "]"):
            hidden, key = outer.pop() if outer else "", ""
        elif token == ",":
            key = ""
        elif token[0] == '"' and KEY.match(text, match.end()):
            key = _plain(token)
        elif not token.isspace() and token != ":":
            is_cut = token[0] == '"' and not match["end"]
            token = _value(token, key, hidden, is_cut)
        shown.append(token)
    return "".join(shown)


def _value(token: str, key: str, hidden: str, is_cut: bool) -> str:
    plain = _plain(token)
    value = plain if token[0] == '"' else _number(token)
    name = _hidden(key, value, hidden)
    if name and is_cut:
        return '"'
    if name and plain and plain not in PLAIN:
        return f'"{secret(plain, name)}"'
    return f'"{without_secrets(token[1:])}' if token[0] == '"' else token


def _hidden(key: str, value: str | float | None, hidden: str) -> str:
    """Return the name by which a value is a secret; empty if it is none."""
    if hidden:
        return "" if is_open(key) else hidden
    return key if key and is_secret(key, value) else ""


def _plain(token: str) -> str:
    """Return what a piece of JSON stands for."""
    try:
        return str(json.loads(token)) if token[0] == '"' else token
    except ValueError:  # it was cut
        return token.strip('"')


def _number(token: str) -> float:
    try:
        return float(token)
    except ValueError:  # true, null
        return 0.0
