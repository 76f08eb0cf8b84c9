"""What is in a file: its text, whether it is valid JSON, and what differs from before."""

import csv
import io
import json
import re
from itertools import zip_longest
from typing import Any

from workbook.display.harmless import clean
from workbook.display.secrets import data_without_secrets, is_secret, secret, without_secrets
from workbook.xray.observe.memory.differences import SHOWN, differences
from workbook.xray.observe.memory.excerpts import excerpts
from workbook.xray.observe.values import LENGTH
from workbook.xray.snapshot import Part

TEXT = 400  # characters of a file that are shown
MANY = 1_000  # lines that are looked at
TABLES = {".csv": ",", ".tsv": "\t"}
PICKLE = b"\x80"


def text_in(content: bytes, is_text: bool) -> str | None:
    """Return the text of a file, or None if it is none; is_text: its name says so."""
    if b"\0" in content[:8_000] or content.startswith(PICKLE):
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace") if is_text else None


def without_columns(text: str, suffix: str) -> str:
    """Return the text of a table without the values in columns that hold secrets."""
    head = text.partition("\n")[0]
    if suffix not in TABLES or not any(map(is_secret, head.split(TABLES[suffix]))):
        return text
    written = io.StringIO()
    writer = csv.writer(written, delimiter=TABLES[suffix], lineterminator="\n")
    names: list[str] = []
    for row in csv.reader(io.StringIO(text), delimiter=TABLES[suffix]):
        pairs = zip_longest(names, row[: len(names)], fillvalue="")
        cells = [secret(cell, name) if cell and is_secret(name) else cell for name, cell in pairs]
        writer.writerow([*cells, *row[len(names) :]])
        names = names or row
    return written.getvalue()


def shown(text: str, *, is_json: bool = False) -> str:
    """Return what is shown of a text: all of it, or its beginning."""
    start = text[: 10 * TEXT].replace("\r\n", "\n")
    if is_json:  # no text in it has a line break: those are only between its values
        start = re.sub(r"\s*\n\s*", " ", start).strip()
    start = clean(without_secrets(start.rstrip("\n") or start))
    return start[:TEXT] + ("…" if len(start) > TEXT or len(text) > 10 * TEXT else "")


def wrong_with_json(text: str) -> str:
    """Return what is wrong with a text that should be JSON; nothing if it is JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        end = len(text.rstrip())
        if error.pos >= end or error.msg.startswith("Unterminated string"):
            return "not valid JSON: it ends too early"
        return f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos}"
    except (ValueError, RecursionError):
        return "not valid JSON"
    return ""


def what_differs(label: str, old: str, new: str, *, is_json: bool) -> tuple[Part, ...]:
    """Return the parts that differ of two texts: as JSON, or line by line."""
    if is_json:
        try:
            values = json.loads(old), json.loads(new)
        except (ValueError, RecursionError):
            pass
        else:
            if values[0] != values[1]:
                return differences(label, *values, say=_said, key=_key)
    return tuple(_lines(label, old.splitlines(), new.splitlines()))


def _said(value: Any, name: str) -> str:
    """Return a value as JSON has it."""
    text = json.dumps(data_without_secrets({name: value})[name], ensure_ascii=False)
    return clean(text if len(text) <= LENGTH else f"{text[:LENGTH]}…")


def _key(key: Any, is_hidden: bool) -> str:
    return f'"{secret(key) if is_hidden and is_secret("key", key) else without_secrets(key)}"'


def _lines(label: str, old: list[str], new: list[str]) -> list[Part]:
    size = min(len(old), len(new))
    start = next((i for i in range(size) if old[i] != new[i]), size)
    rest = size - start
    same = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    gone = [without_secrets(each) for each in old[start : len(old) - same][:MANY]]
    here = [without_secrets(each) for each in new[start : len(new) - same][:MANY]]
    if len(gone) == len(here):
        numbered = enumerate(zip(gone, here, strict=True), start + 1)
        pairs = [(i, excerpts(*pair)) for i, pair in numbered]
        parts = [Part(f"{label} line {i}", "→", *map(_line, pair)) for i, pair in pairs]
    else:
        parts = [Part(label, "−", _line(each), "") for each in gone]
        parts += [Part(label, "+", "", _line(each)) for each in here]
    if len(parts) > SHOWN:
        parts = [*parts[:SHOWN], Part(label, "", "", f"… and {len(parts) - SHOWN:,} more lines")]
    return parts or [Part(label, "", "", "only its line ends")]


def _line(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LENGTH else f"{text[:LENGTH]}…"
