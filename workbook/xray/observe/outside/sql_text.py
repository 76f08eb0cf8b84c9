"""SQL as sqlite3 tells it, with the values in it, made fit to be shown."""

import re

from workbook.display.harmless import clean
from workbook.display.secrets import is_known, is_secret, secret, without_secrets

LONGEST = 1_000  # characters of a statement
LITERAL = r"(?:[xX]?'(?:[^']|'')*'|-?\d+(?:\.\d+)?)"
COMPARED = re.compile(
    rf"""(?P<name>\w+)(?P<sign>["\]`]?\s*(?:==?|<>|!=|LIKE|IS)\s*)(?P<value>{LITERAL})""",
    re.IGNORECASE,
)
INSERTED = re.compile(
    r"^(?P<head>\s*(?:INSERT|REPLACE)\b[^()]*\()(?P<columns>[^()]*)"
    r"(?P<middle>\)\s*VALUES\s*)(?P<rows>.*)$",
    re.IGNORECASE | re.DOTALL,
)
STRING = re.compile(r"'((?:[^']|'')*)'")
PIECES = re.compile(rf"{LITERAL}|[(),]|[^'(),]+|'")


def shown(sql: str) -> str:
    """Return a statement without the secrets in it, and without its line breaks."""
    inserted = INSERTED.match(sql)
    if inserted:
        columns = [each.strip(' "[]`\n') for each in inserted["columns"].split(",")]
        rows = "".join(_values(inserted["rows"], columns))
        sql = inserted["head"] + inserted["columns"] + inserted["middle"] + rows
    sql = COMPARED.sub(_compared, sql)
    sql = STRING.sub(lambda m: f"'{secret(m[1])}'" if is_known(m[1]) else m[0], sql)
    sql = " ".join(clean(without_secrets(sql)).split())
    return sql if len(sql) <= LONGEST else f"{sql[:LONGEST]}… {len(sql):,} characters"


def _compared(match: re.Match[str]) -> str:
    if not is_secret(match["name"], match["value"].strip("'")):
        return match[0]
    return match["name"] + match["sign"] + _hidden(match["value"], match["name"])


def _hidden(literal: str, name: str) -> str:
    return f"'{secret(literal.strip(chr(39)), name)}'" if literal.strip("'") else literal


def _values(rows: str, columns: list[str]) -> list[str]:
    """Return the pieces of rows of values, with secrets where the columns are a secret's."""
    pieces, deep, column = [], 0, 0
    for piece in PIECES.findall(rows):
        if piece == "(":
            deep, column = deep + 1, column if deep else 0
        elif piece == ")":
            deep -= 1
        elif piece == "," and deep == 1:
            column += 1
        elif deep and column < len(columns) and re.fullmatch(LITERAL, piece.strip()):
            value = piece.strip()
            name = columns[column]
            piece = _hidden(value, name) if is_secret(name, value.strip("'")) else piece
        pieces.append(piece)
    return pieces
