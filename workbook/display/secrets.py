"""Passwords, tokens and keys, made fit to be shown: `‹secret 1›` stands for each.

The number tells a reader whether two of them are the same, and says nothing else about them. What
is a secret is judged by the name of a value, and by a few forms that only secrets have.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
SECRET_WORDS = {
    *(
        "password",
        "passwords",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "pw",
        "secret",
        "secrets",
    ),
    *("token", "tokens", "apikey", "authorization", "cookie", "cookies", "credential"),
    *("credentials", "jwt", "otp", "cvv", "cvc", "ssn", "bearer", "sessionid", "csrf", "xsrf"),
}
# So is a part of a word, as in `passwort`; what a name of this kind has is known elsewhere, too.
STRONG = re.compile("passw|passphrase|secret|token|key|jwt|otp|ssn")
# Nobody's secret, though it is among such: `credentials={"username": ...}`.
OPEN = {"username", "user", "email", "login", "name", "id"}
KINDS = {"type", "url"}  # `token_type` and `tokenUrl` have none
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# `api_key` and `SECRET_KEY`, but not `primary_key`; of a bare `key` its value decides.
ORDINARY_KEYS = {
    *("primary", "foreign", "sort", "cache", "group", "partition", "unique", "natural", "row"),
    *("dict", "map", "parent", "child", "lookup", "object", "item", "public", "order", "json"),
}
NAME = r"[\w.\-]*"
# A value that its name makes a secret: in JSON or a repr, in a URL or a form, in a header.
NAMED = re.compile(
    rf"""(?P<quote>["']?)(?P<name>[A-Za-z_]{NAME})(?P=quote)(?P<sign>\s*[:=]\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&"'(){}\[\]]+)"""
)
IN_URL = re.compile(r"(?P<before>\b[a-z][a-z0-9+.\-]*://[^\s:/@'\"]*:)(?P<value>[^\s@'\"/]+)(?=@)")
# What only secrets look like, whatever they are called.
FORMS = re.compile(
    r"\beyJ[\w\-]{8,}\.[\w\-]+(?:\.[\w\-]*)?"  # JSON Web Token, RFC 7519
    r"|\b(?:sk|pk|rk)_(?:live|test)_\w{8,}|\bsk-[\w\-]{16,}"  # Stripe, OpenAI
    r"|\bgh[oprsu]_\w{16,}|\bgithub_pat_\w{16,}|\bxox[abprs]-[\w\-]{8,}|\bAKIA[0-9A-Z]{16}\b"
    r"|\$2[abxy]\$\d\d\$[./\w]{53}|\$argon2\w*\$[^\s'\",]+|\$pbkdf2[^\s'\",]*"  # hashed passwords
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
    r"|(?<=\b[Bb]earer )[\w.~+/\-]{6,}=*|(?<=\b[Bb]asic )[\w+/]{6,}=*",
    re.DOTALL,
)
# These say only whether there is one, or of which kind it is.
PLAIN = {"None", "null", "True", "False", "true", "false", "Bearer", "Basic", "bearer", "basic"}
SHOWN = re.compile(r"‹secret \d+›")
# What was a secret under its name is one under any other, unless it is too short, or a word that
# stands for a secret in examples; a piece of text that may be one has none of these signs in it.
SHORTEST = 6
EXAMPLES = {"password", "changeme", "username", "string"}
PIECE = re.compile(r"‹secret \d+›|[^\s,;:=&\"'()\[\]{}<>‹›]{6,}")

_salt = secrets.token_bytes(16)
_numbers: dict[bytes, int] = {}  # by a digest: no secret is kept
_known: set[bytes] = set()  # of these, those that are secrets under any name


def start_again() -> None:
    """Number the secrets from 1 again, for a new picture."""
    _numbers.clear()
    _known.clear()


def is_secret(name: str, value: Any = None) -> bool:
    """Tell whether a value of this name is a secret, such as `db_password` or `X-API-Key`.

    Args:
        name: of a variable, a column, a header, a field.
        value: decides about a bare `key`: a long one with letters and digits is a secret; a number
            is none because of the word `pass`.

    """
    words = _words(name)
    if words[-1:] == ("tokens",) and NUMBER.fullmatch(str(value)):
        return False  # so many of them, as in `max_tokens`
    if words[-1:] == ("pass",):
        return not isinstance(value, int | float)
    if any(word.startswith("passw") for word in words):
        return True
    if not SECRET_WORDS.isdisjoint(words) or "".join(words[-2:]) in SECRET_WORDS:
        return words[-1] not in KINDS
    if words[-1:] != ("key",):
        return False
    if words[:-1]:
        return words[-2] not in ORDINARY_KEYS
    text = value if isinstance(value, str) else ""
    return len(text) >= 16 and bool(re.search(r"\d", text)) and bool(re.search("[a-zA-Z]", text))


def is_open(name: Any) -> bool:
    """Tell whether what has this name is shown even among secrets, such as who has them."""
    return type(name) is str and name.lower() in OPEN


def secret(value: Any, name: str = "secret") -> str:
    """Return what stands for a secret; the same for the same one, in one picture.

    Nothing, and what says only whether there is one, is shown as it is.

    Args:
        value: the secret.
        name: that it has: of some, such as `password`, the value is a secret elsewhere, too.

    """
    if value is None or value == "" or isinstance(value, bool):
        return repr(value)  # as a value, not as text: None is no secret
    if isinstance(value, str) and SHOWN.fullmatch(value):
        return value
    digest = _digest(value)
    if STRONG.search(name.lower()):
        _known.add(digest)
    return f"‹secret {_numbers.setdefault(digest, len(_numbers) + 1)}›"


def is_known(text: str) -> bool:
    """Tell whether this was a secret before, under its name, in this picture."""
    known = _known and len(text) >= SHORTEST and text not in EXAMPLES
    return bool(known) and _digest(text) in _known


def without_secrets(text: str) -> str:
    """Return text without the secrets in it: in URLs, JSON, forms, headers, reprs."""
    if "://" in text:
        text = IN_URL.sub(lambda match: match["before"] + secret(match["value"]), text)
    text = FORMS.sub(lambda match: secret(match[0]), text)
    if ":" in text or "=" in text:
        text = NAMED.sub(_named, text)
    return PIECE.sub(lambda m: secret(m[0]) if is_known(m[0]) else m[0], text) if _known else text


def data_without_secrets(data: Any) -> Any:
    """Return JSON data without the secrets in it; what is given stays as it is."""
    if isinstance(data, Mapping):
        return {
            key: _all_secret(value, str(key))
            if is_secret(str(key), value)
            else data_without_secrets(value)
            for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [data_without_secrets(each) for each in data]
    return without_secrets(data) if isinstance(data, str) else data


def _digest(value: Any) -> bytes:
    data = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
    return hashlib.blake2b(data, key=_salt, digest_size=16).digest()


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(each.lower() for each in WORD.findall(name))


def _all_secret(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {k: v if is_open(k) else _all_secret(v, name) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_all_secret(each, name) for each in value]
    return value if value is None or value == "" or isinstance(value, bool) else secret(value, name)


def _named(match: re.Match[str]) -> str:
    value = match["value"]
    quote = value[0] if value[0] in "\"'" else ""
    inner = value[1:-1] if quote else value
    if not inner or inner in PLAIN:
        return match[0]
    is_number = not quote and NUMBER.fullmatch(inner)
    if not is_secret(match["name"], float(inner) if is_number else inner) or "‹secret" in value:
        return match[0]
    if not quote and (value[0] == "<" or _is_object(match)):
        return match[0]
    name = match["quote"] + match["name"] + match["quote"] + match["sign"]
    return f"{name}{quote}{secret(inner, match['name'])}{quote}"


def _is_object(match: re.Match[str]) -> bool:
    """Tell whether this is the name of a class, and what its object has follows."""
    return match.string[match.end() : match.end() + 1] == "(" and match["value"].isidentifier()
